package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
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
        if (x.getShape().get(1) == 1
                && input.mask() == null
                && input.cache() instanceof PreallocatedKvCache cache
                && !JniUtils.isGradMode()) {
            Optional<List<NDArray>> weights = packed();
            if (weights.isPresent()) {
                return ops.decodeLayer(
                        x, weights.get(), rotary, cache.extend(index), mlpNorm.epsilon());
            }
        }
        return applyParts(x, rotary, input, index);
    }

    private NDArray applyParts(NDArray x, NDList rotary, AttentionInput input, int index) {
        try (NDArray normal = attentionNorm.apply(x);
                NDArray attended = attention.apply(normal, rotary, input, index);
                NDArray between = x.add(attended);
                NDArray normalAgain = mlpNorm.apply(between);
                NDArray fed = mlp.apply(normalAgain)) {
            return between.add(fed);
        }
    }

    private Optional<List<NDArray>> packed() {
        if (attentionNorm.epsilon() != mlpNorm.epsilon()) {
            return Optional.empty();
        }
        Optional<List<NDArray>> first = attention.packed();
        Optional<List<NDArray>> second = first.isEmpty() ? first : mlp.packed();
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
