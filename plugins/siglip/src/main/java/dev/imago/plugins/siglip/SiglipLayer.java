package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** One transformer block with norms in front. Legend: N rows, P positions, W width. */
final class SiglipLayer {
    private final LayerNorm attentionNorm;
    private final SiglipAttention attention;
    private final LayerNorm mlpNorm;
    private final SiglipMlp mlp;

    SiglipLayer(BlockShape shape, Weights weights, Ops ops) {
        attentionNorm =
                new LayerNorm(ops, weights.at("layer_norm1"), shape.width(), shape.epsilon());
        attention = new SiglipAttention(shape, weights.at("self_attn"), ops);
        mlpNorm = new LayerNorm(ops, weights.at("layer_norm2"), shape.width(), shape.epsilon());
        mlp = new SiglipMlp(shape, weights.at("mlp"), ops);
    }

    /** {@code [N, P, W]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray normed = attentionNorm.apply(x);
                NDArray attended = attention.apply(normed);
                NDArray middle = x.add(attended);
                NDArray normedAgain = mlpNorm.apply(middle);
                NDArray fed = mlp.apply(normedAgain)) {
            return middle.add(fed);
        }
    }
}
