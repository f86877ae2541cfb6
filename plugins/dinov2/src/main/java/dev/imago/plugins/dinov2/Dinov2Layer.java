package dev.imago.plugins.dinov2;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Gelu;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.SelfAttention;
import dev.imago.api.nn.VisionLayer;
import dev.imago.api.nn.VisionLayer.Branch;
import dev.imago.api.nn.Weights;

/** Declares one layer under the published key names. */
final class Dinov2Layer {
    private static final SelfAttention.Names NAMES =
            new SelfAttention.Names(
                    "attention.query", "attention.key", "attention.value", "output.dense");

    private Dinov2Layer() {}

    static VisionLayer declare(Dinov2Config config, Weights weights, Ops ops) {
        int width = config.hiddenSize();
        double epsilon = config.layerNormEps();
        LayerNorm first = new LayerNorm(ops, weights.at("norm1"), width, epsilon);
        SelfAttention attention =
                new SelfAttention(
                        ops,
                        weights.at("attention"),
                        NAMES,
                        new SelfAttention.Shape(
                                width, config.numAttentionHeads(), config.qkvBias(), false));
        Parameter firstScale = scale(config, weights.at("layer_scale1"));
        LayerNorm second = new LayerNorm(ops, weights.at("norm2"), width, epsilon);
        return new VisionLayer(
                new Branch(first, attention::apply, firstScale),
                feedForward(config, weights, ops, second));
    }

    private static Branch feedForward(
            Dinov2Config config, Weights weights, Ops ops, LayerNorm norm) {
        Weights inner = weights.at("mlp");
        int width = config.hiddenSize();
        if (config.useSwigluFfn()) {
            PackedSwiglu gated = new PackedSwiglu(ops, inner, width, config.inner());
            return new Branch(norm, gated::apply, scale(config, weights.at("layer_scale2")));
        }
        GeluMlp mlp =
                new GeluMlp(ops, inner, width, config.inner(), Gelu.named(config.hiddenAct()));
        return new Branch(norm, mlp::apply, scale(config, weights.at("layer_scale2")));
    }

    private static Parameter scale(Dinov2Config config, Weights weights) {
        return weights.parameter(
                "lambda1", new Shape(config.hiddenSize()), Init.constant(config.layerscaleValue()));
    }
}
