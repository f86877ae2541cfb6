package dev.imago.plugins.vpit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import java.util.List;

/** An engine and an empty store to try a component on. */
final class Bed implements AutoCloseable {
    static final FeatureShape VISUAL = new FeatureShape(4, 6);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Ops ops = new Ops(manager);
    private final ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);

    NDManager manager() {
        return manager;
    }

    Ops ops() {
        return ops;
    }

    ParameterStore store() {
        return store;
    }

    NDArray array(Shape shape, float... values) {
        return manager.create(values, shape);
    }

    NDArray random(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }

    List<String> names() {
        return store.parameters().stream().map(Parameter::name).toList();
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
    }
}
