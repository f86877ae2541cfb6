package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import dev.imago.api.nn.LayerOps.DecodeInput;
import dev.imago.api.nn.PackedWeight.Format;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Weights a second time, in the order that FBGEMM reads fastest for one row, from {@link
 * Ops#rowCopies}: as halves, or in 8 bits where they are in few bits. Many rows read the first
 * ones. A copy takes longer to make than it saves in some fifty positions, so that short answers go
 * without; then one layer after the other gets its own, where the first shows that it gains. Halves
 * hold all that bfloat16 does, from 6e-5 to 65,504; what is smaller loses digits. With 8 bits the
 * row is rounded to 8 bits, too, by its own range; a layer whose output that changes much goes
 * without.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class RowCopies {
    /** Positions that a layer decodes before it gets a copy; each next layer one more. */
    private static final int AFTER = 48;

    private static final int ROUNDS = 16;

    /** More float32 than a processor's cache holds. */
    private static final int CACHE_VALUES = 1 << 24;

    /** How far off, of what a layer adds, a copy may be. */
    private static final double OFF = 0.1;

    /** Values of a weight that gets a copy of its own. */
    private static final long LARGE = 4_000_000;

    /** Uses after which such a copy has paid. */
    private static final int LATE = 128;

    /** Positions that a layer decodes before it gets a copy where no kernel reads its weights. */
    private static final int SOON = 8;

    private final LayerOps ops;
    private final QuantOps quantised;
    private final boolean possible;
    private final Map<Format, Boolean> faster = new EnumMap<>(Format.class);
    private long left;

    RowCopies(LayerOps ops, QuantOps quantised, boolean possible) {
        this.ops = ops;
        this.quantised = quantised;
        this.possible = possible && ProcessorFeatures.ofMachine().avx2();
    }

    /**
     * The most memory that copies take from now on, 0 at first. Layers for which nothing is left do
     * without.
     *
     * @param bytes not negative
     */
    public synchronized void allow(long bytes) {
        left = bytes;
    }

    /**
     * Whether a layer should ask for a copy now.
     *
     * @param positions that it has decoded
     * @param read whether a kernel reads its weights as they are
     */
    boolean due(int layer, int positions, boolean read) {
        return possible && positions >= (read ? AFTER : SOON) + layer;
    }

    /**
     * A copy of one layer's weights, where it pays, computes the same and memory is left.
     *
     * @param input what the layer is to compute next, which is tried both ways
     * @param first how the layer computes it without a copy; null where that takes several kernels,
     *     than which a copy is always faster
     */
    synchronized Optional<RowWeights> copy(
            LayerWeights weights, DecodeInput input, Supplier<NDArray> first) {
        Format format = weights.all().get(0).format();
        if (!faster.getOrDefault(format, true) || RowWeights.bytes(weights) > left) {
            return Optional.empty();
        }
        Optional<RowWeights> copy = TorchWarnings.without(() -> like(weights, input));
        FreedMemory.giveBack();
        if (copy.isPresent()
                && !faster.computeIfAbsent(
                        format,
                        f ->
                                first == null
                                        || faster(
                                                () -> ops.decode(input, copy.get().form(ops)),
                                                first,
                                                input.x().getManager()))) {
            copy.get().close();
            return Optional.empty();
        }
        copy.ifPresent(made -> left -= made.bytes());
        return copy;
    }

    /** A copy that computes nearly what the weights do. */
    private Optional<RowWeights> like(LayerWeights weights, DecodeInput input) {
        try (NDList plain = plain(weights, Precision.of(input.x()))) {
            long width = input.rotary().get(0).getShape().get(2);
            Optional<RowWeights> copy = RowWeights.of(ops, weights, plain, input.norms(), width);
            if (copy.isPresent() && off(input, plain, copy.get()) > OFF) {
                copy.get().close();
                return Optional.empty();
            }
            return copy;
        }
    }

    /** What a layer computes without a copy where no kernel reads its weights as they are. */
    NDArray without(LayerWeights weights, DecodeInput input) {
        try (NDList plain = plain(weights, Precision.of(input.x()))) {
            return ops.plain(input, plain);
        }
    }

    private NDList plain(LayerWeights weights, Precision precision) {
        NDList plain = new NDList();
        for (PackedWeight weight : weights.all()) {
            plain.add(
                    weight.quantised()
                            ? quantised.dequantise(weight, precision)
                            : ops.unpacked(weight.data()));
        }
        return plain;
    }

    /** How far a copy's output is from that of the weights, as a share of what the layer adds. */
    private double off(DecodeInput input, NDList plain, RowWeights rows) {
        try (NDManager scope = input.x().getManager().newSubManager();
                NDArray expected = ops.plain(input, plain);
                NDArray found = ops.decode(input, rows.form(ops))) {
            NDArray wanted = ops.wide(expected, scope);
            double off = length(ops.wide(found, scope).sub(wanted));
            return off / length(ops.wide(input.x(), scope).sub(wanted));
        }
    }

    private static double length(NDArray array) {
        return Math.sqrt(array.square().sum().getFloat());
    }

    /**
     * The product of one row with a large weight in few bits, such as that of a head, once it has
     * been read so often that a copy in 8 bits pays. The row is rounded to 16 bits.
     *
     * @param x {@code [..., in]}
     * @param bias {@code [out]} or null
     * @return {@code [..., out]}, owned by the manager of {@code x}; empty where the weight itself
     *     is to be read, as while gradients are computed
     */
    public Optional<NDArray> product(NDArray x, PackedWeight weight, NDArray bias) {
        boolean one = x.getShape().size() == weight.columns() && bias == null;
        boolean large = weight.rows() * weight.columns() >= LARGE;
        return possible && one && large && !JniUtils.isGradMode()
                ? weight.alone().apply(this, weight, x)
                : Optional.empty();
    }

    /** Layers come first: theirs hold their weights together. */
    boolean dueAlone(int uses, PackedWeight weight) {
        return uses == (weight.format().normal() ? AFTER : LATE);
    }

    synchronized Optional<NDList> copyAlone(PackedWeight weight, NDArray x) {
        long bytes = RowWeights.bytes(weight);
        if (bytes > left) {
            return Optional.empty();
        }
        return TorchWarnings.without(
                () -> {
                    NDList copy = ops.rowCopy(weight);
                    FreedMemory.giveBack();
                    if (!faster(
                            () -> ops.rowProduct(x, copy),
                            () -> quantised.linear(x, weight, null),
                            x.getManager())) {
                        copy.close();
                        return Optional.empty();
                    }
                    left -= bytes;
                    return Optional.of(copy);
                });
    }

    NDArray productAlone(NDArray x, NDList copy) {
        return ops.rowProduct(x, copy);
    }

    synchronized void releaseAlone(PackedWeight weight, NDList copy) {
        copy.close();
        left += RowWeights.bytes(weight);
    }

    /** Closes a copy, so that another may take its memory. */
    synchronized void release(RowWeights copy) {
        copy.close();
        left += copy.bytes();
    }

    /** By the best of some turns, so that other work on the machine decides nothing. */
    private static boolean faster(
            Supplier<NDArray> one, Supplier<NDArray> other, NDManager manager) {
        double first = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        try (NDArray between = manager.zeros(new Shape(CACHE_VALUES))) {
            for (int round = 0; round < ROUNDS; round++) {
                first = Math.min(first, seconds(between, one));
                second = Math.min(second, seconds(between, other));
            }
        }
        return first < second;
    }

    /** Once the processor's cache holds something else, as when other layers come between. */
    private static double seconds(NDArray other, Supplier<NDArray> work) {
        other.sum().close();
        long start = System.nanoTime();
        work.get().close();
        return (System.nanoTime() - start) / 1e9;
    }
}
