package dev.imago.plugins.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.CausalSelfAttention;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.RmsNorm;
import dev.imago.api.nn.SwigluMlp;
import dev.imago.api.nn.Weights;

/** One pre-norm layer: attention, then feed-forward, each added to what came in. */
final class LlamaLayer {
    private final RmsNorm attentionNorm;
    private final CausalSelfAttention attention;
    private final RmsNorm mlpNorm;
    private final SwigluMlp mlp;

    LlamaLayer(Ops ops, Weights weights, LlamaConfig config) {
        int width = config.hiddenSize();
        double epsilon = config.rmsNormEps();
        Init init = Init.normal(config.initializerRange());
        Init out = config.residualInit();
        attention =
                new CausalSelfAttention(
                        ops, weights.at("self_attn"), config.attention(), init, out);
        mlp =
                new SwigluMlp(
                        ops,
                        weights.at("mlp"),
                        width,
                        config.intermediateSize(),
                        config.mlpBias(),
                        init,
                        out);
        attentionNorm = new RmsNorm(ops, weights.at("input_layernorm"), width, epsilon);
        mlpNorm = new RmsNorm(ops, weights.at("post_attention_layernorm"), width, epsilon);
    }

    /** {@code x [B, T, W]} to the same shape. */
    NDArray apply(NDArray x, NDList rotary, AttentionInput input, int index) {
        try (NDArray normal = attentionNorm.apply(x);
                NDArray attended = attention.apply(normal, rotary, input, index);
                NDArray between = x.add(attended);
                NDArray normalAgain = mlpNorm.apply(between);
                NDArray fed = mlp.apply(normalAgain)) {
            return between.add(fed);
        }
    }
}
