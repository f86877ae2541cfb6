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
    private Optional<StoreLinears> layouts = Optional.empty();

    ParameterFiller(Ops ops, NDManager owner, Precision precision) {
        this.ops = ops;
        this.owner = owner;
        this.precision = precision;
    }

    /**
     * What is not trained stays in the files it lies in, where it can. Where layers lay their
     * weights out anew, each does so as soon as it is filled, so that it is one that lies there
     * twice, not all.
     */
    void forInference(StoreLinears linears) {
        inFiles = !linears.packs(precision);
        layouts = inFiles ? Optional.empty() : Optional.of(linears);
    }

    /**
     * @param quantizer takes those that are to be in few bits
     */
    void fill(
            Checkpoint checkpoint,
            Map<StoredParameter, String> pairs,
            Optional<Quantizer> quantizer) {
        Map<String, Shape> shapes = checkpoint.shapes();
        try (ReadingRoom room = new ReadingRoom(ops, owner, precision)) {
            pairs.forEach(
                    (parameter, key) -> {
                        boolean few = quantizer.isPresent() && quantizer.get().wants(parameter);
                        if (few && quantizer.get().takeStored(parameter, checkpoint, key)) {
                            return;
                        }
                        boolean fits = parameter.shape().equals(shapes.get(key));
                        if (!few && fits && laidOut(checkpoint, parameter, key, room)) {
                            return;
                        }
                        fill(checkpoint, parameter, key, fits);
                        quantizer.ifPresent(bits -> bits.take(parameter));
                        layouts.ifPresent(linears -> linears.pack(parameter));
                    });
        }
    }

    /** Reads what one linear layer alone needs, for its layout and nothing else. */
    private boolean laidOut(
            Checkpoint checkpoint, StoredParameter parameter, String key, ReadingRoom room) {
        Optional<DenseLinear> layer = layouts.flatMap(linears -> linears.only(parameter));
        if (layer.isEmpty() || parameter.trainable()) {
            return false;
        }
        try (NDArray plain = room.of(parameter.shape())) {
            boolean read = checkpoint.readInto(key, plain, precision);
            if (read) {
                layer.get().packNew(plain, owner);
            }
            return read;
        }
    }

    private void fill(Checkpoint checkpoint, StoredParameter parameter, String key, boolean fits) {
        if (!fits) {
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
