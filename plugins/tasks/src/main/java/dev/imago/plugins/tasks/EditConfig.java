package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of image editing.
 *
 * @param phrasings those of the file too, once it is read
 * @param phrasingsFile null once it is read
 */
@Doc("Changing an image as an instruction says.")
public record EditConfig(
        @Doc("ways to ask, each with {instruction}; one is drawn for each sample and epoch")
                List<String> phrasings,
        @Doc(
                        value = "text file of ways to ask, one a line, each with {instruction}",
                        existingPath = true)
                Path phrasingsFile,
        @Doc("text between the image and the instruction") String separator,
        @Doc("whether the image comes after the instruction, right before its changed one")
                Boolean imageLast,
        @Doc("words of the assistant before the changed image; empty for none") String reply) {
    /** Defaults and checks. */
    public EditConfig {
        phrasings = List.copyOf(Check.orDefault(phrasings, List.of()));
        phrasings = PhrasingFile.chosen(phrasings, phrasingsFile, Phrasings.INSTRUCTION);
        phrasingsFile = null;
        separator = Check.orDefault(separator, "\n");
        imageLast = Check.orDefault(imageLast, false);
        reply = Check.orDefault(reply, "");
    }

    Phrasings ways() {
        List<String> usual = PhrasingFile.resource("edit.txt").get(PhrasingFile.UNNAMED);
        return new Phrasings(phrasings.isEmpty() ? usual : phrasings, Phrasings.INSTRUCTION);
    }
}
