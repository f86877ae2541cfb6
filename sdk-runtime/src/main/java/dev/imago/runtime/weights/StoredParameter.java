package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.Parameter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One parameter of a {@link ParameterStore}. */
final class StoredParameter implements Parameter {
    private final String name;
    private final Shape shape;
    private final Init init;
    private final boolean buffer;
    private volatile NDArray value;
    private volatile PackedWeight packed;
    private Supplier<NDArray> parked;
    private boolean alone;
    private boolean trainable;
    private boolean inFile;
    private volatile boolean still;

    StoredParameter(String name, Shape shape, Init init, boolean buffer) {
        this.name = name;
        this.shape = shape;
        this.init = init;
        this.buffer = buffer;
    }

    /** This one, for a second layer that declares it, which must mean the same shape. */
    StoredParameter again(Shape other) {
        if (!shape.equals(other)) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    name,
                    "is declared as " + shape + " and again as " + other);
        }
        return this;
    }

    /** A parameter over the same memory with a gradient of its own. */
    StoredParameter alias(NDManager owner) {
        StoredParameter alias = new StoredParameter(name, shape, init, buffer);
        alias.trainable = trainable;
        if (quantised()) {
            // Never trained: shared as it is.
            alias.packed = packed;
        }
        if (quantised() && value == null) {
            alias.parked = parked;
        } else {
            alias.value = Autograd.leaf(value(), trainable);
            alias.value.attach(owner);
        }
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
        }
        return value;
    }

    /**
     * Takes the same numbers in another layout.
     *
     * @param single whether only layers that read it so need them: the array is then let go of
     *     until it is asked for
     * @param plain makes the array of it again
     */
    synchronized void pack(PackedWeight form, boolean single, Supplier<NDArray> plain) {
        packed = form;
        parked = plain;
        alone = single;
        if (alone && value != null) {
            value.close();
            value = null;
        }
    }

    /** Takes a value that was never whole, after {@link #close}. */
    synchronized void packNew(PackedWeight form, Supplier<NDArray> plain) {
        inFile = false;
        pack(form, true, plain);
    }

    /**
     * Takes an array in another layout in place of the value before.
     *
     * @param plain makes the value of it
     */
    void packNew(NDManager owner, NDArray array, UnaryOperator<NDArray> plain) {
        close();
        array.attach(owner);
        packNew(PackedWeight.plain(array), () -> owned(plain.apply(array), owner));
    }

    @Override
    public Optional<NDArray> laidOut(UnaryOperator<NDArray> layout, UnaryOperator<NDArray> plain) {
        PackedWeight form = packed;
        if (form == null && still) {
            form = layOut(true, layout, plain);
        }
        return form == null || form.quantised() ? Optional.empty() : Optional.of(form.data());
    }

    /**
     * The same numbers in another layout, which is made unless there is one.
     *
     * @param single as in {@link #pack}
     * @param layout makes the other array of the value
     * @param plain makes the value again
     */
    synchronized PackedWeight layOut(
            boolean single, UnaryOperator<NDArray> layout, UnaryOperator<NDArray> plain) {
        if (packed == null) {
            NDManager owner = value().getManager();
            NDArray array = layout.apply(value());
            array.attach(owner);
            pack(PackedWeight.plain(array), single, () -> owned(plain.apply(array), owner));
        }
        return packed;
    }

    private static NDArray owned(NDArray array, NDManager owner) {
        array.attach(owner);
        return array;
    }

    /**
     * It does not change until it is filled anew or trained.
     *
     * @param packs whether layers gain by laying it out
     */
    void still(boolean packs) {
        still = packs && filled() && !inFile && !trainable;
    }

    /** The same numbers in the layout of a kernel; null for none. */
    PackedWeight packed() {
        return packed;
    }

    /** Whether it is kept in few bits and nothing needs it whole. */
    boolean onlyFewBits() {
        return quantised() && alone;
    }

    /** Whether its numbers were rounded to few bits. */
    boolean quantised() {
        PackedWeight form = packed;
        return form != null && form.quantised();
    }

    /** Lets go of the other layout. */
    synchronized void unpack() {
        PackedWeight form = packed;
        if (form != null) {
            value();
            packed = null;
            parked = null;
            form.close();
        }
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
        forget();
        value = trainable ? Autograd.leaf(array, true) : array;
        if (trainable) {
            array.close();
        }
        if (before != null) {
            before.close();
        }
        inFile = false;
    }

    /** Takes a value that lies in a mapped file. */
    void fillFromFile(NDArray array) {
        fill(array);
        inFile = true;
    }

    /** What is to be trained gets memory of its own. */
    private void own() {
        if (inFile) {
            NDArray copy = value().duplicate();
            copy.attach(value.getManager());
            fill(copy);
        }
    }

    private void forget() {
        still = false;
        PackedWeight form = packed;
        parked = null;
        packed = null;
        if (form != null) {
            form.close();
        }
    }

    /** Lets go of the array for good. */
    void close() {
        forget();
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
        if (quantised()) {
            throw Quantizer.refusal(name);
        }
        still = false;
        unpack();
        own();
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
