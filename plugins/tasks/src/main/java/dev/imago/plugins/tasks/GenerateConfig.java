package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.nio.file.Path;
import java.util.List;

/** Settings of image generation. */
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
        phrasings = phrasings == null ? List.of() : List.copyOf(phrasings);
        reply = Check.orDefault(reply, "");
        if (!phrasings.isEmpty() && phrasingsFile != null) {
            throw new InvalidValueException(
                    "phrasings_file", "can't be given together with phrasings");
        }
        for (String phrasing : phrasings) {
            if (!phrasing.contains(Phrasings.CAPTION)) {
                throw new InvalidValueException(
                        "phrasings", "has '" + phrasing + "', expected {caption} in it");
            }
        }
    }
}
