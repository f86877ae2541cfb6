package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of image generation.
 *
 * @param phrasings those of the file too, once it is read
 * @param phrasingsFile null once it is read
 */
@Doc("Drawing an image from its caption.")
public record GenerateConfig(
        @Doc("ways to ask, each with {caption}; one is drawn for each sample and epoch")
                List<String> phrasings,
        @Doc(
                        value = "text file of ways to ask, one a line, each with {caption}",
                        existingPath = true)
                Path phrasingsFile,
        @Doc("words of the assistant before the image; empty for none") String reply) {
    /** Defaults and checks. */
    public GenerateConfig {
        phrasings = List.copyOf(Check.orDefault(phrasings, List.of()));
        // Read here, so that a model folder carries the sentences and not the path.
        phrasings = PhrasingFile.chosen(phrasings, phrasingsFile, Phrasings.CAPTION);
        phrasingsFile = null;
        reply = Check.orDefault(reply, "");
    }

    Phrasings ways() {
        List<String> usual = PhrasingFile.resource("generate.txt").get(PhrasingFile.UNNAMED);
        return new Phrasings(phrasings.isEmpty() ? usual : phrasings, Phrasings.CAPTION);
    }
}
