package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.SelfAttention;
import dev.imago.api.nn.Weights;

/** One transformer block with norms in front. Legend: N rows, P positions, W width. */
final class SiglipLayer {
    private final Ops ops;
    private final LayerNorm attentionNorm;
    private final SelfAttention attention;
    private final LayerNorm mlpNorm;
    private final GeluMlp mlp;

    SiglipLayer(BlockShape shape, Weights weights, Ops ops) {
        this.ops = ops;
        attentionNorm =
                new LayerNorm(ops, weights.at("layer_norm1"), shape.width(), shape.epsilon());
        attention = shape.attention(weights.at("self_attn"), ops);
        mlpNorm = new LayerNorm(ops, weights.at("layer_norm2"), shape.width(), shape.epsilon());
        mlp = shape.mlp(weights.at("mlp"), ops);
    }

    /** {@code [N, P, W]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray normed = attentionNorm.apply(x);
                NDArray attended = attention.apply(normed)) {
            return fed(x, attended);
        }
    }

    /**
     * The layer's output at one position of each row, without computing the others.
     *
     * @param x {@code [N, P, W]}
     * @param rows {@code [N]} int64, {@code n·P + p} of each position
     * @param mask {@code [N, 1, 1, P]} boolean, true where it may look
     * @return {@code [N, 1, W]}
     */
    NDArray applyOne(NDArray x, NDArray rows, NDArray mask) {
        try (NDArray normed = attentionNorm.apply(x);
                NDArray one = at(x, rows);
                NDArray normedOne = at(normed, rows);
                NDArray attended = attention.applyOne(normedOne, normed, mask)) {
            return fed(one, attended);
        }
    }

    private NDArray fed(NDArray x, NDArray attended) {
        try (NDArray middle = x.add(attended);
                NDArray normed = mlpNorm.apply(middle);
                NDArray fed = mlp.apply(normed)) {
            return middle.add(fed);
        }
    }

    private NDArray at(NDArray x, NDArray rows) {
        long width = x.getShape().get(2);
        try (NDArray flat = x.reshape(-1, width);
                NDArray found = ops.gatherRows(flat, rows)) {
            return found.reshape(-1, 1, width);
        }
    }
}
