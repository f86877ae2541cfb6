package dev.imago.runtime.cli;

import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.bench.MeasuredModel;
import dev.imago.runtime.model.LanguageModelFiles;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The language model that is measured: a shape with random weights, or a model's files.
 *
 * @param backbone with its keys
 * @param files null for random weights
 */
record BenchModel(Spec<Backbone> backbone, LanguageModelFiles files) {
    /** The shape in a file, or SmolLM2-135M's where it is null. */
    static BenchModel shape(Path file, ComponentRegistry registry) {
        return new BenchModel(BenchShape.of(file, registry).backbone(), null);
    }

    /** A published model. */
    static BenchModel of(Path path, ComponentRegistry registry) {
        LanguageModelFiles files = LanguageModelFiles.open(path, registry);
        return new BenchModel(files.backbone(), files);
    }

    /** With the components of a runtime. */
    MeasuredModel measured(RuntimeSession runtime) {
        Consumer<ParameterStore> fill = files == null ? store -> store.initialise(0) : files::fill;
        return new MeasuredModel(weights -> build(runtime, weights), fill, Optional.empty());
    }

    Backbone build(RuntimeSession runtime, Weights weights) {
        return runtime.factory()
                .create(backbone, binder -> binder.bind(Weights.class).toInstance(weights));
    }
}
