package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import dev.imago.api.nn.LayerOps.DecodeInput;
import dev.imago.api.nn.LayerOps.StackedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer of LLaMA and its relatives: attention, then feed-forward, each on a norm of what came in
 * and added to it. Legend: B batch, T new positions, W width, D head width.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class PreNormLayer {
    private final Ops ops;
    private final RmsNorm attentionNorm;
    private final CausalSelfAttention attention;
    private final RmsNorm mlpNorm;
    private final SwigluMlp mlp;
    private volatile DecodeWeights decodeWeights;

    /** Arranges the parts; declares nothing itself. */
    public PreNormLayer(
            Ops ops,
            RmsNorm attentionNorm,
            CausalSelfAttention attention,
            RmsNorm mlpNorm,
            SwigluMlp mlp) {
        this.ops = ops;
        this.attentionNorm = attentionNorm;
        this.attention = attention;
        this.mlpNorm = mlpNorm;
        this.mlp = mlp;
    }

    /**
     * @param x {@code [B, T, W]}
     * @param rotary {@link RotaryEmbedding#tables} of the positions
     * @param input mask and cache of the pass
     * @param index of this layer in the cache
     * @return {@code [B, T, W]}, owned by the manager of {@code x}
     */
    public NDArray apply(NDArray x, NDList rotary, AttentionInput input, int index) {
        return apply(x, rotary, input, index, null);
    }

    /**
     * As {@link #apply(NDArray, NDList, AttentionInput, int)} where only some positions are wanted,
     * as of the last layer while training: they see all others, which end at attention.
     *
     * @param rows {@code [L]} int64, positions {@code b·T + t}; null for all
     * @return {@code [L, W]}, without rows {@code [B, T, W]}, owned by the manager of {@code x}
     */
    public NDArray apply(NDArray x, NDList rotary, AttentionInput input, int index, NDArray rows) {
        boolean owned = input.cache() == null || input.cache() instanceof PreallocatedKvCache;
        if (!owned || attentionNorm.epsilon() != mlpNorm.epsilon()) {
            return applyParts(x, rotary, input, index, rows);
        }
        // Packed weights serve inference alone.
        Optional<DecodeWeights> packed = JniUtils.isGradMode() ? Optional.empty() : packed();
        if (packed.isEmpty()) {
            return plainWeights()
                    .map(weights -> applyPlain(x, weights, rotary, input, index, rows))
                    .orElseGet(() -> applyParts(x, rotary, input, index, rows));
        }
        boolean one = x.getShape().get(1) == 1 && input.mask() == null && rows == null;
        return one
                        && input.cache() instanceof PreallocatedKvCache cache
                        && packed.get().serves(ops.rowCopies(), index, x.getShape().get(0))
                ? packed.get()
                        .apply(
                                ops.layers(),
                                ops.rowCopies(),
                                index,
                                new DecodeInput(
                                        x,
                                        norms(),
                                        rotary,
                                        cache.extend(index, 1),
                                        mlpNorm.epsilon(),
                                        attention.window()))
                : applyParts(x, rotary, input, index, rows);
    }

    /**
     * What one kernel reads for the next position; empty where it takes more, or for once something
     * else comes first.
     *
     * @param index of this layer
     * @param samples at once
     */
    Optional<StackedLayer> stacked(int index, long samples) {
        if (attentionNorm.epsilon() != mlpNorm.epsilon()) {
            return Optional.empty();
        }
        return packed().filter(weights -> samples > 1 || !weights.due(ops.rowCopies(), index))
                .flatMap(weights -> weights.form(ops.layers(), norms(), samples))
                .map(form -> new StackedLayer(form, mlpNorm.epsilon(), attention.window()));
    }

    /** Notes that a position of one sample was decoded. */
    void count() {
        DecodeWeights known = decodeWeights;
        if (known != null) {
            known.count();
        }
    }

    private NDList norms() {
        return new NDList(attentionNorm.weight().value(), mlpNorm.weight().value());
    }

    /** What decoding reads, collected once for as long as no weight is laid out anew. */
    private Optional<DecodeWeights> packed() {
        Optional<List<PackedWeight>> first = attention.packedWeights();
        Optional<List<PackedWeight>> second = first.isEmpty() ? first : mlp.packedWeights();
        if (second.isEmpty()) {
            return Optional.empty();
        }
        DecodeWeights known = decodeWeights;
        LayerWeights now = new LayerWeights(first.get(), second.get());
        if (known == null || !known.are(now)) {
            if (known != null) {
                known.close(ops.rowCopies());
            }
            known = DecodeWeights.of(ops.quantised(), now);
            decodeWeights = known;
        }
        return Optional.of(known);
    }

    private NDArray applyPlain(
            NDArray x,
            List<NDArray> weights,
            NDList rotary,
            AttentionInput input,
            int index,
            NDArray rows) {
        List<NDArray> room =
                input.cache() instanceof PreallocatedKvCache cache
                        ? cache.extend(index, Math.toIntExact(x.getShape().get(1)))
                        : List.of();
        return ops.layers()
                .plain(
                        x,
                        weights,
                        rotary,
                        input.mask(),
                        input.segments(),
                        room,
                        mlpNorm.epsilon(),
                        attention.window(),
                        rows);
    }

    private NDArray applyParts(
            NDArray x, NDList rotary, AttentionInput input, int index, NDArray rows) {
        try (NDArray normal = attentionNorm.apply(x);
                NDArray attended = attention.apply(normal, rotary, input, index, rows)) {
            if (rows == null) {
                return feed(x, attended);
            }
            try (NDArray wanted = ops.layers().gatherPositions(x, rows)) {
                return feed(wanted, attended);
            }
        }
    }

    private NDArray feed(NDArray x, NDArray attended) {
        try (NDArray between = x.add(attended);
                NDArray normalAgain = mlpNorm.apply(between);
                NDArray fed = mlp.apply(normalAgain)) {
            return between.add(fed);
        }
    }

    private Optional<List<NDArray>> plainWeights() {
        Optional<List<NDArray>> first = attention.plainWeights();
        Optional<List<NDArray>> second = first.isEmpty() ? first : mlp.plainWeights();
        if (second.isEmpty()) {
            return Optional.empty();
        }
        List<NDArray> all = new ArrayList<>(9);
        all.add(attentionNorm.weight().value());
        all.addAll(first.get());
        all.add(mlpNorm.weight().value());
        all.addAll(second.get());
        return Optional.of(all);
    }
}
