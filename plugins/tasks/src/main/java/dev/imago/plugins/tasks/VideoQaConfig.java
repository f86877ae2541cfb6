package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;

/**
 * Settings of video question answering.
 *
 * @param asking checked and read
 */
@Doc(
        "Questions about a video: some of its frames first, or each video where a question says"
                + " <image>; then the questions as turns.")
public record VideoQaConfig(
        @Doc("frames shown of each second") Double fps,
        @Doc("most frames shown; of longer videos they are spread evenly") Integer maxFrames,
        @Flat PhrasingSettings asking,
        @Flat QuestionSettings questions) {
    /** Defaults and checks. */
    public VideoQaConfig {
        fps = Check.between(fps, 1.0, 1e-3, 1e3, "fps");
        maxFrames = Check.positive(maxFrames, 32, "max_frames");
        asking = PhrasingSettings.read(asking, Phrasings.QUESTION);
        questions = Check.orDefault(questions, QuestionSettings.usual());
    }

    Phrasings ways() {
        return asking.ways(
                PhrasingFile.resource("video_qa.txt").get(PhrasingFile.UNNAMED),
                Phrasings.QUESTION);
    }
}
