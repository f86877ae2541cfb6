package dev.imago.api.model;

import dev.imago.api.Api;
import java.util.List;
import java.util.Map;

/**
 * A family of published models: which {@code config.json} are its own, and what they say in the
 * keys of the component that reads them. With one of these a plugin's component opens folders in
 * the layout of Hugging Face. Stateless.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ModelFamily {
    /** The extension point of its component, {@code Backbone.class} or {@code Encoder.class}. */
    Class<?> kind();

    /** The name of its component. */
    String component();

    /** Values of {@code model_type} that it reads. */
    List<String> modelTypes();

    /**
     * The component's keys. Others may be among them: what the component does not know is left out.
     *
     * @throws dev.imago.api.plugin.InvalidValueException naming a key of the config whose value
     *     would change the arithmetic in a way that the component doesn't have
     */
    Map<String, Object> keys(PublishedConfig config);

    /**
     * The other way round: what is added to a component's keys to make a {@code config.json}.
     *
     * @param keys of the component
     */
    Map<String, Object> published(Map<String, Object> keys);

    /**
     * Globs of names that a checkpoint may have and the component no use for, such as layers above
     * the chosen one. Written as the component would name them; what stands elsewhere in the
     * checkpoint of a larger model need not be listed.
     */
    default List<String> unused() {
        return List.of();
    }

    /**
     * Names that a checkpoint may store although they only repeat another's values, and that other
     * name. If they differ, the checkpoint is refused.
     */
    default Map<String, String> repeated() {
        return Map.of();
    }

    /** Parameters with a row for each token, to which rows may be added. */
    default List<String> tokenRows() {
        return List.of();
    }
}
