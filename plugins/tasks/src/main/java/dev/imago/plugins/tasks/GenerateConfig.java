package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;

/**
 * Settings of image generation.
 *
 * @param asking checked and read
 */
@Doc("Drawing an image from its caption.")
public record GenerateConfig(
        @Flat PhrasingSettings asking,
        @Doc("words of the assistant before the image; empty for none") String reply) {
    /** Defaults and checks. */
    public GenerateConfig {
        asking = PhrasingSettings.read(asking, Phrasings.CAPTION);
        reply = Check.orDefault(reply, "");
    }

    Phrasings ways() {
        return asking.ways(
                PhrasingFile.resource("generate.txt").get(PhrasingFile.UNNAMED), Phrasings.CAPTION);
    }
}
