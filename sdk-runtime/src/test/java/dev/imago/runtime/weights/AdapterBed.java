package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.recipe.AdapterSection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A layer with bias, {@code block.q_proj} [3, 4], beside one without, {@code out}, with adapters;
 * the base is the same for all.
 */
final class AdapterBed {
    private final Ops ops;
    private final NDManager manager;
    private final Precision precision;
    private final Adapters adapters;
    private final ParameterStore store;
    private final Linear layer;

    AdapterBed(Ops ops, NDManager manager, AdapterSection... sections) {
        this(ops, manager, Precision.FP32, sections);
    }

    AdapterBed(Ops ops, NDManager manager, Precision precision, AdapterSection... sections) {
        this.ops = ops;
        this.manager = manager;
        this.precision = precision;
        adapters = Adapters.of(ops, List.of(sections));
        store = new ParameterStore(ops, manager, precision, adapters);
        layer = layer(store);
        store.root().linear("out", 4, 2, false);
        adapters.check(store);
        adapters.load(store);
        store.initialise(7);
        adapters.settle(store);
    }

    static Linear layer(ParameterStore store) {
        return store.root().at("block").linear("q_proj", 4, 3, true, Init.normal(1));
    }

    static AdapterSection section(String name, boolean rslora, boolean dora) {
        return new AdapterSection(
                name, List.of("block.*_proj"), 2, 6.0, 0.0, rslora, dora, null, null);
    }

    static AdapterSection plain() {
        return section("default", false, false);
    }

    static AdapterSection dora() {
        return section("default", false, true);
    }

    /** Numbers that are not those of the start, as after training. */
    AdapterBed trained() {
        store.parameters().stream()
                .filter(parameter -> parameter.name().contains("lora_"))
                .map(StoredParameter.class::cast)
                .forEach(this::addNoise);
        return this;
    }

    float[] answer() {
        return ops.cast(layer.apply(input()), Precision.FP32).toFloatArray();
    }

    float[] answer(String adapter) {
        try (AdapterSwitch.Scope on = store.adapters().use(adapter)) {
            return answer();
        }
    }

    NDArray value(String parameter) {
        return store.find(parameter).orElseThrow().value();
    }

    NDArray input() {
        return ops.cast(noise(new Shape(2, 5, 4), 1), precision);
    }

    private void addNoise(StoredParameter parameter) {
        NDArray noise = ops.cast(noise(parameter.shape(), 3), precision);
        NDArray sum = parameter.value().add(noise);
        sum.attach(parameter.value().getManager());
        parameter.fill(sum);
    }

    Adapters adapters() {
        return adapters;
    }

    ParameterStore store() {
        return store;
    }

    Linear layer() {
        return layer;
    }

    private NDArray noise(Shape shape, int seed) {
        float[] values = new float[(int) shape.size()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return manager.create(values, shape);
    }
}
