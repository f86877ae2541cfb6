package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;

/**
 * Settings of image editing.
 *
 * @param asking checked and read
 */
@Doc("Changing an image as an instruction says.")
public record EditConfig(
        @Flat PhrasingSettings asking,
        @Doc("text between the image and the instruction") String separator,
        @Doc("whether the image comes after the instruction, right before its changed one")
                Boolean imageLast,
        @Doc("words of the assistant before the changed image; empty for none") String reply) {
    /** Defaults and checks. */
    public EditConfig {
        asking = PhrasingSettings.read(asking, Phrasings.INSTRUCTION);
        separator = Check.orDefault(separator, "\n");
        imageLast = Check.orDefault(imageLast, false);
        reply = Check.orDefault(reply, "");
    }

    Phrasings ways() {
        return asking.ways(
                PhrasingFile.resource("edit.txt").get(PhrasingFile.UNNAMED), Phrasings.INSTRUCTION);
    }
}
