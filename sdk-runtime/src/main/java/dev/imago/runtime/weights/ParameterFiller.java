package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.util.Map;
import java.util.Optional;

/** Fills parameters from a checkpoint, one after the other, once it is known that all fit. */
final class ParameterFiller {
    private final Ops ops;
    private final NDManager owner;
    private final Precision precision;
    private boolean inFiles;

    ParameterFiller(Ops ops, NDManager owner, Precision precision) {
        this.ops = ops;
        this.owner = owner;
        this.precision = precision;
    }

    /** Whether what is not trained stays in the files it lies in, where it can. */
    void useFiles(boolean wanted) {
        inFiles = wanted;
    }

    /**
     * @param quantizer takes those that are to be in few bits
     */
    void fill(
            Checkpoint checkpoint,
            Map<StoredParameter, String> pairs,
            Optional<Quantizer> quantizer) {
        Map<String, Shape> shapes = checkpoint.shapes();
        pairs.forEach(
                (parameter, key) -> {
                    if (quantizer.isPresent()
                            && quantizer.get().takeStored(parameter, checkpoint, key)) {
                        return;
                    }
                    fill(checkpoint, parameter, key, shapes.get(key));
                    quantizer.ifPresent(few -> few.take(parameter));
                });
    }

    private void fill(Checkpoint checkpoint, StoredParameter parameter, String key, Shape shape) {
        if (!parameter.shape().equals(shape)) {
            try (NDArray rows = checkpoint.read(ops, key, owner, precision)) {
                parameter.fill(grown(parameter, rows));
            }
            return;
        }
        Optional<NDArray> mapped =
                inFiles && !parameter.trainable() && !parameter.buffer()
                        ? checkpoint.mapped(ops, key, owner, precision)
                        : Optional.empty();
        if (mapped.isPresent()) {
            parameter.fillFromFile(mapped.get());
        } else {
            parameter.fill(checkpoint.read(ops, key, owner, precision));
        }
    }

    /** New rows are the mean of those there are, so that at first they stand for nothing. */
    private NDArray grown(StoredParameter parameter, NDArray rows) {
        NDArray whole = ops.zeros(owner, parameter.shape(), precision);
        ops.copyRows(whole, 0, rows);
        try (NDArray wide = ops.cast(rows, Precision.FP32);
                NDArray mean = wide.mean(new int[] {0}, true)) {
            for (long row = rows.getShape().get(0); row < parameter.shape().get(0); row++) {
                ops.copyRows(whole, row, mean);
            }
        }
        return whole;
    }
}
