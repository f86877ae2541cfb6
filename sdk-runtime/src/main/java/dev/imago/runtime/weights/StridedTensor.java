package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor whose values lie apart in its file, such as a transposed one: copied row by row. */
final class StridedTensor {
    private final TensorInfo info;
    private final int width;

    StridedTensor(TensorInfo info) {
        this.info = info;
        this.width = info.type().bytes();
    }

    /**
     * @param in the bytes from its first value to its last
     */
    NDArray read(ByteBuffer in, Ops ops, NDManager owner) {
        ByteBuffer out =
                ByteBuffer.allocateDirect(Math.toIntExact(info.bytes()))
                        .order(ByteOrder.nativeOrder());
        copy(in, 0, 0, out);
        out.flip();
        try (NDArray array = owner.create(out, info.shape(), info.type().carrier())) {
            return info.type() == TensorType.BF16
                    ? ops.reinterpret(array, Precision.BF16)
                    : array.duplicate();
        }
    }

    private void copy(ByteBuffer in, int dimension, long at, ByteBuffer out) {
        if (dimension == info.strides().length) {
            int from = Math.toIntExact(at * width);
            for (int b = 0; b < width; b++) {
                out.put(in.get(from + b));
            }
            return;
        }
        for (long i = 0; i < info.shape().get(dimension); i++) {
            copy(in, dimension + 1, at + i * info.strides()[dimension], out);
        }
    }
}
