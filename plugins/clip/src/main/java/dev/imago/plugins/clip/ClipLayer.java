package dev.imago.plugins.clip;

import dev.imago.api.nn.Gelu;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.SelfAttention;
import dev.imago.api.nn.VisionLayer;
import dev.imago.api.nn.Weights;

/** Declares one layer under the published key names. */
final class ClipLayer {
    private ClipLayer() {}

    static VisionLayer declare(ClipConfig config, Weights weights, Ops ops) {
        int width = config.hiddenSize();
        double epsilon = config.layerNormEps();
        LayerNorm first = new LayerNorm(ops, weights.at("layer_norm1"), width, epsilon);
        SelfAttention attention =
                new SelfAttention(
                        ops,
                        weights.at("self_attn"),
                        SelfAttention.Names.PROJ,
                        new SelfAttention.Shape(width, config.numAttentionHeads(), true, false));
        LayerNorm second = new LayerNorm(ops, weights.at("layer_norm2"), width, epsilon);
        GeluMlp mlp =
                new GeluMlp(
                        ops,
                        weights.at("mlp"),
                        width,
                        config.intermediateSize(),
                        Gelu.named(config.hiddenAct()));
        return new VisionLayer(
                new VisionLayer.Branch(first, attention::apply, null),
                new VisionLayer.Branch(second, mlp::apply, null));
    }
}
