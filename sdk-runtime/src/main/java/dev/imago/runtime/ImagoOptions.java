package dev.imago.runtime;

import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.List;

/**
 * How to open a model.
 *
 * @param runtime device, precision and threads; null takes the precision the model was saved in and
 *     chooses the rest by the machine
 * @param plugins plugin jars, and folders of them, besides those of the class path
 * @param maxLength the most positions of a prompt
 */
public record ImagoOptions(RuntimeSection runtime, List<Path> plugins, int maxLength) {
    /** Everything by the machine and the model. */
    public static final ImagoOptions DEFAULT = new ImagoOptions(null, List.of(), 8192);

    /** Copies the list. */
    public ImagoOptions {
        plugins = List.copyOf(plugins);
    }
}
