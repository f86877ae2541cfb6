package dev.imago.runtime.bench;

import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a benchmark runs.
 *
 * @param build the model over the given weights
 * @param fill gives the weights their values
 * @param quantization which weights are kept in few bits
 */
public record MeasuredModel(
        Function<Weights, Backbone> build,
        Consumer<ParameterStore> fill,
        Optional<Quantization> quantization) {
    /** A model of random weights. */
    public static MeasuredModel random(Function<Weights, Backbone> build) {
        return new MeasuredModel(build, store -> store.initialise(0), Optional.empty());
    }

    /** The same with weights in few bits. */
    public MeasuredModel quantized(Optional<Quantization> plan) {
        return new MeasuredModel(build, fill, plan);
    }

    /** Builds the model over a store, fills it and prepares it for inference. */
    Backbone open(ParameterStore store) {
        Backbone backbone = build.apply(store.root());
        quantization.ifPresent(store::quantize);
        fill.accept(store);
        store.prepareForInference();
        return backbone;
    }
}
