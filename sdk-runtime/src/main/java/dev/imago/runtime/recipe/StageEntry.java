package dev.imago.runtime.recipe;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.Stage;

/**
 * A stage with its name. A stage that is only a word, {@code - evaluate}, has all its defaults.
 *
 * @param name unique in the recipe; names the stage's folder
 * @param after the stage it goes on from; null is the one before it in the main line
 * @param stage what it does
 */
@Doc("A stage with its name.")
public record StageEntry(
        @Doc("unique in the recipe, names the stage's folder; the type by default") String name,
        @Doc(
                        "the earlier stage it goes on from, as a side branch that later stages"
                                + " don't see; by default the stage before it")
                String after,
        @Doc("what the stage does") @Flat Spec<Stage> stage) {
    /** Defaults and checks. */
    public StageEntry {
        Check.required(stage, "type");
        name = Check.orDefault(name, stage.type());
        if (!name.matches("[a-z0-9]+([-_.][a-z0-9]+)*")) {
            throw new InvalidValueException(
                    "name", "is '" + name + "', expected lower-case words joined by - or _");
        }
    }
}
