package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import java.util.Optional;

/**
 * Grad mode and backward passes. Unlike DJL's {@code GradientCollector}, of which a JVM can have
 * one at a time, any number of threads may differentiate at once; grad mode belongs to the thread.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Autograd {
    private Autograd() {}

    /** Restores the thread's grad mode when closed; closed by the thread that opened it. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Records operations of this thread for {@link #backward} until closed. */
    public static Scope on() {
        return mode(true);
    }

    /**
     * Records nothing on this thread until closed. Threads start with grad mode on, so inference
     * should run under this, or graphs pile up wherever a parameter is trainable.
     */
    public static Scope off() {
        return mode(false);
    }

    /** Adds the derivatives of a float32 scalar to the gradients of all leaves it depends on. */
    public static void backward(NDArray loss) {
        try (NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType())) {
            backward(loss, one);
        }
    }

    /** As {@link #backward(NDArray)} from an array of any shape, given the derivatives by it. */
    public static void backward(NDArray array, NDArray gradient) {
        JniUtils.backward((PtNDArray) array, (PtNDArray) gradient, false, false);
    }

    /** The gradient of a leaf, if one has reached it; a handle to close, owned by its manager. */
    public static Optional<NDArray> gradient(NDArray leaf) {
        return Optional.ofNullable(JniUtils.getGradient((PtNDArray) leaf));
    }

    /** A leaf over the memory of {@code array}, apart from its graph and gradient. */
    public static NDArray leaf(NDArray array, boolean requiresGradient) {
        NDArray leaf = JniUtils.detachGradient((PtNDArray) array);
        if (requiresGradient) {
            leaf.setRequiresGradient(true);
        }
        return leaf;
    }

    private static Scope mode(boolean enabled) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(enabled);
        return () -> JniUtils.setGradMode(before);
    }
}
