package dev.imago.api.plugin;

import dev.imago.api.Api;
import java.nio.file.Path;

/**
 * A component chosen by a recipe: {@code {type: siglip, layers: 2}}. A config record that has a
 * component of type {@code Spec<Encoder>} so takes any encoder a plugin offers. A recipe may write
 * the bare name ({@code normalize: l2}) where all other keys keep their defaults.
 *
 * @param kind the extension point
 * @param type the name of the component
 * @param config its bound config record
 * @param weights the checkpoint that its parameters start from, a file or a folder; null for none
 * @param <K> the extension point's interface
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Spec<K>(Class<K> kind, String type, Record config, Path weights) {
    /** A component without weights of its own. */
    public Spec(Class<K> kind, String type, Record config) {
        this(kind, type, config, null);
    }

    /** The same with other weights, or with none. */
    public Spec<K> from(Path others) {
        return new Spec<>(kind, type, config, others);
    }
}
