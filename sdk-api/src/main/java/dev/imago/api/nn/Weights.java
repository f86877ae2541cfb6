package dev.imago.api.nn;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/**
 * Hands out a component's parameters under the published checkpoint's key names.
 *
 * <p>{@code weights.at("self_attn").linear("q_proj", in, out, false)} declares {@code
 * self_attn.q_proj.weight} and returns the layer. Asking twice for one name returns the same
 * parameter; asking with another shape is an error naming both. Called only in constructors.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Weights {
    /** The weights below a dotted prefix. */
    Weights at(String prefix);

    /** A trainable parameter. */
    Parameter parameter(String name, Shape shape, Init init);

    /** A parameter that is saved but never trained, such as a data set's mean feature. */
    Parameter buffer(String name, Shape shape, Init init);

    /**
     * A linear layer over {@code name.weight} {@code [out, in]} and, with a bias, {@code name.bias}
     * {@code [out]} (initialised to zeros).
     *
     * @param name empty for a component that is one linear layer: weight and bias then stand at its
     *     own prefix
     * @param init of the weight
     */
    Linear linear(String name, int in, int out, boolean bias, Init init);

    /** A linear layer over a parameter {@code [out, in]} that another layer owns (tied weights). */
    Linear tied(Parameter weight);

    /** As above with the usual Gaussian of 0.02. */
    default Linear linear(String name, int in, int out, boolean bias) {
        return linear(name, in, out, bias, Init.normal(0.02));
    }
}
