package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Parameter;
import java.util.function.Supplier;

/** One parameter of a {@link ParameterStore}. */
final class StoredParameter implements Parameter {
    private final String name;
    private final Shape shape;
    private final Init init;
    private final boolean buffer;
    private volatile NDArray value;
    private Supplier<NDArray> parked;
    private boolean trainable;

    StoredParameter(String name, Shape shape, Init init, boolean buffer) {
        this.name = name;
        this.shape = shape;
        this.init = init;
        this.buffer = buffer;
    }

    /** A parameter over the same memory with a gradient of its own. */
    StoredParameter alias(NDManager owner) {
        StoredParameter alias = new StoredParameter(name, shape, init, buffer);
        alias.trainable = trainable;
        alias.value = Autograd.leaf(value(), trainable);
        alias.value.attach(owner);
        return alias;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public NDArray value() {
        NDArray array = value;
        return array == null ? restored() : array;
    }

    private synchronized NDArray restored() {
        if (value == null && parked == null) {
            throw new IllegalStateException(name + " is not filled yet");
        }
        if (value == null) {
            value = parked.get();
            parked = null;
        }
        return value;
    }

    /**
     * Lets go of the array until it is asked for again; what can make it anew holds the numbers.
     */
    synchronized void park(Supplier<NDArray> source) {
        parked = source;
        value.close();
        value = null;
    }

    Init init() {
        return init;
    }

    boolean buffer() {
        return buffer;
    }

    boolean filled() {
        return value != null || parked != null;
    }

    boolean trainable() {
        return trainable;
    }

    /** Takes an array as the value; the one before is closed. */
    void fill(NDArray array) {
        NDArray before = value;
        parked = null;
        value = trainable ? Autograd.leaf(array, true) : array;
        if (trainable) {
            array.close();
        }
        if (before != null) {
            before.close();
        }
    }

    /** Lets go of the array for good. */
    void close() {
        parked = null;
        if (value != null) {
            value.close();
            value = null;
        }
    }

    /** Has an effect on filled parameters at once, on others when they are filled. */
    void train(boolean enabled) {
        if (enabled == trainable) {
            return;
        }
        trainable = enabled;
        if (filled()) {
            freshLeaf();
        }
    }

    /** A new leaf over the same memory: drops the gradient, and its memory. */
    void freshLeaf() {
        NDArray before = value();
        value = Autograd.leaf(before, trainable);
        before.close();
    }
}
