package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;

/**
 * Memory that arrays are read into one after the other. With new memory for each, where what is
 * made of an array stays, the allocator can't use the gaps that the arrays leave between: a third
 * of a small model's weights was lost to them.
 */
final class ReadingRoom implements AutoCloseable {
    private final Ops ops;
    private final NDManager owner;
    private final Precision precision;
    private NDArray whole;

    ReadingRoom(Ops ops, NDManager owner, Precision precision) {
        this.ops = ops;
        this.owner = owner;
        this.precision = precision;
    }

    /** A contiguous view, which the caller closes; what an earlier one held is overwritten. */
    NDArray of(Shape shape) {
        if (whole == null || whole.getShape().size() < shape.size()) {
            close();
            whole = ops.files().empty(owner, new Shape(shape.size()), precision);
        }
        return ops.files().window(whole, 0, shape);
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
            whole = null;
        }
    }
}
