package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Parameter;

/** Learned rows, the same for every picture. */
final class LearnedRows {
    private LearnedRows() {}

    /** {@code [1, T, C]} for each picture of a batch {@code [B, ...]}, owned by its manager. */
    static NDArray of(Parameter rows, NDArray batch) {
        Shape shape = rows.shape();
        long pictures = batch.getShape().get(0);
        NDArray all = rows.value().broadcast(pictures, shape.get(1), shape.get(2));
        all.attach(batch.getManager());
        return all;
    }
}
