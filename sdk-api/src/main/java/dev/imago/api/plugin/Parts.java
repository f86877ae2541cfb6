package dev.imago.api.plugin;

import dev.imago.api.Api;
import dev.imago.api.nn.Weights;

/**
 * Builds components inside a component: one whose config record has a {@link Spec} injects this to
 * make what the recipe chose there.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Parts {
    /**
     * A component of its own.
     *
     * @param spec what the recipe says
     * @param weights where it declares its parameters
     * @param <K> the extension point's interface
     */
    <K> K create(Spec<K> spec, Weights weights);

    /**
     * A component that declares no parameters, or asks the stage it runs in for them.
     *
     * @param spec what the recipe says
     * @param <K> the extension point's interface
     */
    <K> K create(Spec<K> spec);
}
