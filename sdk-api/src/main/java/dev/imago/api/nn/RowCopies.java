package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import dev.imago.api.nn.LayerOps.DecodeInput;
import dev.imago.api.nn.PackedWeight.Format;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Weights a second time, in an order that is read faster for one row, from {@link Ops#rowCopies}:
 * in bfloat16 as oneDNN or, as halves, as FBGEMM wants them, in 8 bits where they are in few bits.
 * Many rows read the first ones. A copy takes longer to make than it saves in some fifty positions,
 * so that short answers go without; then one layer after the other gets its own, in the order that
 * is the fastest for the first. Halves hold all that bfloat16 does, from 6e-5 to 65,504; what is
 * smaller loses digits. With 8 bits the row is rounded to 8 bits, too, by its own range; a layer
 * whose output that changes much goes without. 4 bits that a kernel reads are read as fast as 8.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class RowCopies {
    /** Positions that a layer decodes before it gets a copy; each next layer one more. */
    private static final int AFTER = 48;

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

    /** The one that is the fastest for the first layer; none where copies don't gain. */
    private final Map<Format, List<RowLayout>> chosen = new EnumMap<>(Format.class);

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
        List<RowLayout> tried = chosen.getOrDefault(format, RowLayout.of(format));
        boolean read = first != null && read(format);
        if (tried.isEmpty() || read || RowWeights.bytes(weights) > left) {
            return Optional.empty();
        }
        Map<RowLayout, RowWeights> made = TorchWarnings.without(() -> like(weights, input, tried));
        FreedMemory.giveBack();
        if (!chosen.containsKey(format) && !made.isEmpty()) {
            // Plain weights joined are faster than alone in any case.
            chosen.put(format, fastest(made, input, format == Format.PLAIN ? null : first));
        }
        List<RowLayout> kept = chosen.getOrDefault(format, List.of());
        Optional<RowWeights> copy =
                kept.isEmpty() ? Optional.empty() : Optional.ofNullable(made.remove(kept.get(0)));
        made.values().forEach(RowWeights::close);
        copy.ifPresent(own -> left -= own.bytes());
        return copy;
    }

    /** Whether a kernel reads such weights as fast as a copy. */
    private static boolean read(Format format) {
        return format == Format.INT4;
    }

    private List<RowLayout> fastest(
            Map<RowLayout, RowWeights> made, DecodeInput input, Supplier<NDArray> first) {
        List<RowLayout> layouts = List.copyOf(made.keySet());
        List<Supplier<NDArray>> ways = new ArrayList<>();
        for (RowLayout layout : layouts) {
            ways.add(() -> ops.decode(input, made.get(layout).form(ops)));
        }
        if (first != null) {
            ways.add(first);
        }
        int way = ColdTiming.fastest(ways, input.x().getManager());
        return way < layouts.size() ? List.of(layouts.get(way)) : List.of();
    }

    /** Copies that compute nearly what the weights do. */
    private Map<RowLayout, RowWeights> like(
            LayerWeights weights, DecodeInput input, List<RowLayout> layouts) {
        Map<RowLayout, RowWeights> made = new EnumMap<>(RowLayout.class);
        long width = input.rotary().get(0).getShape().get(2);
        try (NDList plain = plain(weights, Precision.of(input.x()))) {
            for (RowLayout layout : layouts) {
                Optional<RowWeights> copy =
                        RowWeights.of(ops, weights, layout, plain, input.norms(), width);
                if (copy.isPresent() && off(input, plain, copy.get()) > OFF) {
                    copy.get().close();
                } else {
                    copy.ifPresent(near -> made.put(layout, near));
                }
            }
        }
        return made;
    }

    /** What a layer computes without a copy where no kernel reads its weights as they are. */
    NDArray without(LayerWeights weights, DecodeInput input) {
        try (NDList plain = plain(weights, Precision.of(input.x()))) {
            return ops.plain(input, plain);
        }
    }

    /** {@code [out, in]} each, the caller's to close. */
    NDList plain(LayerWeights weights, Precision precision) {
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
        return possible
                        && one
                        && large
                        && !(read(weight.format()) && quantised.readsRows(weight))
                        && !JniUtils.isGradMode()
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
                    List<Supplier<NDArray>> ways =
                            List.of(
                                    () -> ops.rowProduct(x, copy),
                                    () -> quantised.linear(x, weight, null));
                    if (ColdTiming.fastest(ways, x.getManager()) > 0) {
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
}
