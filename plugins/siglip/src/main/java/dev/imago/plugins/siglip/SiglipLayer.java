package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;

/** One transformer block with norms in front. Legend: N pictures, P patches, W width. */
final class SiglipLayer {
    private final LayerNorm attentionNorm;
    private final SiglipAttention attention;
    private final LayerNorm mlpNorm;
    private final GeluMlp mlp;

    SiglipLayer(SiglipConfig config, Weights weights, Ops ops) {
        int width = config.hiddenSize();
        double eps = config.layerNormEps();
        attentionNorm = new LayerNorm(ops, weights.at("layer_norm1"), width, eps);
        attention =
                new SiglipAttention(
                        width, config.numAttentionHeads(), weights.at("self_attn"), ops);
        mlpNorm = new LayerNorm(ops, weights.at("layer_norm2"), width, eps);
        mlp =
                new GeluMlp(
                        ops,
                        weights.at("mlp"),
                        "fc1",
                        "fc2",
                        width,
                        config.intermediateSize(),
                        config.isTanh());
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
