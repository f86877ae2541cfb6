package dev.imago.plugins.siglip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import java.util.List;

/** A small encoder with seeded weights, on an engine of its own. */
final class TinySiglip implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Ops ops = new Ops(manager);
    private final ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);

    /**
     * Keys of a small encoder: two layers of width 16, patches of 8 in a square of {@code side}.
     */
    static SiglipConfig config(int side, Integer selectLayer, Boolean postNorm, String output) {
        return new SiglipConfig(
                16,
                32,
                2,
                2,
                side,
                8,
                null,
                null,
                null,
                selectLayer,
                postNorm,
                output,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static SiglipConfig convolutional(List<Integer> channels, List<Integer> strides) {
        return new SiglipConfig(
                16, 32, 1, 2, 32, null, null, null, null, null, true, null, "conv", channels,
                strides, null, null, null, null, null, null);
    }

    SiglipEncoder encoder(SiglipConfig config) {
        SiglipEncoder encoder = new SiglipEncoder(config, store.root().at("vision_model"), ops);
        store.initialise(7);
        return encoder;
    }

    NDArray pixels(int pictures, int side) {
        return manager.randomUniform(-1, 1, new Shape(pictures, 3, side, side));
    }

    List<String> names() {
        return store.parameters().stream().map(Parameter::name).toList();
    }

    NDManager manager() {
        return manager;
    }

    Ops ops() {
        return ops;
    }

    ParameterStore store() {
        return store;
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
    }
}
