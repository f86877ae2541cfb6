package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of video question answering.
 *
 * @param phrasings those of the file too, once it is read
 * @param phrasingsFile null once it is read
 */
@Doc("Questions about a video: some of its frames first, then the questions as turns.")
public record VideoQaConfig(
        @Doc("frames shown of each second") Double fps,
        @Doc("most frames shown; of longer videos they are spread evenly") Integer maxFrames,
        @Doc("ways to ask the first question, each with {question}") List<String> phrasings,
        @Doc(
                        value = "text file of ways to ask, one a line, each with {question}",
                        existingPath = true)
                Path phrasingsFile,
        @Flat QuestionSettings questions) {
    /** Defaults and checks. */
    public VideoQaConfig {
        fps = Check.between(fps, 1.0, 1e-3, 1e3, "fps");
        maxFrames = Check.positive(maxFrames, 32, "max_frames");
        phrasings = List.copyOf(Check.orDefault(phrasings, List.of()));
        phrasings = PhrasingFile.chosen(phrasings, phrasingsFile, Phrasings.QUESTION);
        phrasingsFile = null;
        questions = Check.orDefault(questions, QuestionSettings.usual());
    }

    Phrasings ways() {
        List<String> usual = PhrasingFile.resource("video_qa.txt").get(PhrasingFile.UNNAMED);
        return new Phrasings(phrasings.isEmpty() ? usual : phrasings, Phrasings.QUESTION);
    }
}
