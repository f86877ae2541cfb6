package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** Learned rows that look at the tokens, layer by layer; norms come after the sums. */
final class CrossAttentionProjector implements Projector {
    private static final double EPSILON = 1e-5;

    private final Parameter rows;
    private final Linear input;
    private final LayerNorm inputNorm;
    private final List<Layer> layers = new ArrayList<>();

    /**
     * @param feedForward whether each layer ends with a feed-forward block
     */
    CrossAttentionProjector(ProjectorConfig config, Weights weights, Ops ops, boolean feedForward) {
        int width = config.outputDim();
        int in = config.inputDim();
        rows =
                weights.parameter(
                        "token_embeddings",
                        new Shape(1, config.numTokens(), width),
                        Init.normal(1));
        input = weights.linear("proj", in, width, true, Init.fanIn(in));
        inputNorm = new LayerNorm(ops, weights.at("input_norm"), width, EPSILON);
        for (int i = 0; i < config.numLayers(); i++) {
            Weights own = weights.at("cross_attn_layers." + i);
            layers.add(new Layer(ops, own, width, config.heads(), feedForward));
        }
    }

    @Override
    public NDArray project(NDArray tokens) {
        try (NDArray mapped = input.apply(tokens);
                NDArray seen = inputNorm.apply(mapped)) {
            NDArray x = LearnedRows.of(rows, tokens);
            for (Layer layer : layers) {
                try (NDArray before = x) {
                    x = layer.apply(before, seen);
                }
            }
            return x;
        }
    }

    /** One look at the tokens. */
    private static final class Layer {
        private final FusedAttention attention;
        private final LayerNorm norm;
        private final ReluMlp mlp;
        private final LayerNorm mlpNorm;

        Layer(Ops ops, Weights weights, int width, int heads, boolean feedForward) {
            attention = new FusedAttention(ops, weights.at("cross_attn"), width, heads);
            norm = new LayerNorm(ops, weights.at("norm1"), width, EPSILON);
            mlp = feedForward ? new ReluMlp(ops, weights.at("ffn"), "0", "2", width) : null;
            mlpNorm = feedForward ? new LayerNorm(ops, weights.at("norm2"), width, EPSILON) : null;
        }

        NDArray apply(NDArray x, NDArray seen) {
            try (NDArray change = attention.apply(x, seen)) {
                NDArray looked = normed(norm, x, change);
                if (mlp == null) {
                    return looked;
                }
                try (looked;
                        NDArray further = mlp.apply(looked)) {
                    return normed(mlpNorm, looked, further);
                }
            }
        }

        private static NDArray normed(LayerNorm norm, NDArray x, NDArray change) {
            try (NDArray sum = x.add(change)) {
                return norm.apply(sum);
            }
        }
    }
}
