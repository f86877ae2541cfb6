package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/**
 * Settings of images by themselves.
 *
 * @param phrasings ways to ask for any
 */
@Doc(
        "Images without words, for stages that need no more, such as train-decoder; a model that is"
                + " trained on them draws one when asked for any.")
public record ImagesConfig(
        @Doc("ways to ask for any image; one is drawn for each sample and epoch")
                List<String> phrasings) {
    private static final List<String> USUAL = List.of("Draw a picture.");

    /** Defaults and checks. */
    public ImagesConfig {
        phrasings = List.copyOf(Check.orDefault(phrasings, USUAL));
        phrasings = phrasings.isEmpty() ? USUAL : phrasings;
        Phrasings.check(phrasings, "", false, new Phrasings.From("phrasings", null));
    }
}
