package dev.imago.plugins.llama;

import dev.imago.api.nn.CausalSelfAttention;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PreNormLayer;
import dev.imago.api.nn.RmsNorm;
import dev.imago.api.nn.SwigluMlp;
import dev.imago.api.nn.Weights;

/** Declares one layer under the published key names. */
final class LlamaLayer {
    private LlamaLayer() {}

    static PreNormLayer declare(Ops ops, Weights weights, LlamaConfig config) {
        int width = config.hiddenSize();
        double epsilon = config.rmsNormEps();
        Init init = Init.normal(config.initializerRange());
        Init out = config.residualInit();
        CausalSelfAttention attention =
                new CausalSelfAttention(
                        ops, weights.at("self_attn"), config.attention(), init, out);
        SwigluMlp mlp =
                new SwigluMlp(
                        ops,
                        weights.at("mlp"),
                        width,
                        config.intermediateSize(),
                        config.mlpBias(),
                        init,
                        out);
        return new PreNormLayer(
                ops,
                new RmsNorm(ops, weights.at("input_layernorm"), width, epsilon),
                attention,
                new RmsNorm(ops, weights.at("post_attention_layernorm"), width, epsilon),
                mlp);
    }
}
