package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys of tasks that can be asked for in several ways.
 *
 * @param phrasings those of the file too, once it is read
 * @param phrasingsFile null once it is read
 * @param addPhrasings whether the task's own stay
 */
@Doc("How a task is asked for.")
public record PhrasingSettings(
        @Doc(
                        "ways to ask, each with the task's {caption}, {instruction} or {question};"
                                + " one is drawn for each sample and epoch, and the first is for"
                                + " requests and evaluation")
                List<String> phrasings,
        @Doc(value = "text file of ways to ask, one a line", existingPath = true)
                Path phrasingsFile,
        @Doc("whether they come after the task's own ways to ask; else they take their place")
                Boolean addPhrasings) {
    /** Defaults. */
    public PhrasingSettings {
        phrasings = List.copyOf(Check.orDefault(phrasings, List.of()));
        addPhrasings = Check.orDefault(addPhrasings, false);
    }

    /**
     * Checked, with the file's lines in place of its path: so a model folder carries the sentences.
     *
     * @param settings may be null for all defaults
     * @param place what each sentence has to fill
     */
    static PhrasingSettings read(PhrasingSettings settings, String place) {
        PhrasingSettings given = Check.orDefault(settings, new PhrasingSettings(null, null, null));
        return new PhrasingSettings(
                PhrasingFile.chosen(given.phrasings(), given.phrasingsFile(), place),
                null,
                given.addPhrasings());
    }

    /**
     * All ways to ask.
     *
     * @param usual the task's own
     */
    Phrasings ways(List<String> usual, String place) {
        if (phrasings.isEmpty()) {
            return new Phrasings(usual, place);
        }
        List<String> all = new ArrayList<>(addPhrasings ? usual : List.of());
        all.addAll(phrasings);
        return new Phrasings(all, place);
    }
}
