package dev.imago.runtime.weights;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.StartingPoints;
import java.util.function.Supplier;

/** The view of a {@link ParameterStore} below a prefix. */
final class StoreWeights implements Weights, StartingPoints {
    private final ParameterStore store;
    private final String prefix;

    StoreWeights(ParameterStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    ParameterStore store() {
        return store;
    }

    @Override
    public Weights at(String below) {
        return new StoreWeights(store, prefix + below + ".");
    }

    @Override
    public Parameter parameter(String name, Shape shape, Init init) {
        return store.declare(prefix + name, shape, init, false);
    }

    @Override
    public Parameter buffer(String name, Shape shape, Init init) {
        return store.declare(prefix + name, shape, init, true);
    }

    @Override
    public Linear linear(String name, int in, int out, boolean bias, Init init) {
        return store.linear(name.isEmpty() ? own() : prefix + name, in, out, bias, init);
    }

    @Override
    public Linear tied(Parameter weight) {
        return store.tied(weight);
    }

    @Override
    public <T> T declaring(Spec<?> spec, Supplier<T> build) {
        return store.parts().declaring(prefix, spec, build);
    }

    /** The prefix as a name. */
    private String own() {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("a layer at the root of the weights needs a name");
        }
        return prefix.substring(0, prefix.length() - 1);
    }
}
