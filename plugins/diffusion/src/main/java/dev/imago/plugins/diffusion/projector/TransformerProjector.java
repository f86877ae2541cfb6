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

/**
 * An encoder over the tokens and a decoder over learned rows, under the names of PyTorch's {@code
 * Transformer}; norms come before the blocks.
 */
final class TransformerProjector implements Projector {
    private static final double EPSILON = 1e-5;

    private final Linear input;
    private final Parameter rows;
    private final List<Layer> encoder = new ArrayList<>();
    private final LayerNorm encoderNorm;
    private final List<Layer> decoder = new ArrayList<>();
    private final LayerNorm decoderNorm;
    private final Linear output;

    TransformerProjector(ProjectorConfig config, Weights weights, Ops ops) {
        int width = config.hiddenDim();
        int in = config.inputDim();
        input = weights.linear("fc", in, width, true, Init.fanIn(in));
        rows =
                weights.parameter(
                        "query_embs", new Shape(1, config.numTokens(), width), Init.normal(1));
        Weights inner = weights.at("tfm");
        for (int i = 0; i < config.numLayers(); i++) {
            String name = "layers." + i;
            encoder.add(new Layer(ops, inner.at("encoder").at(name), width, config.heads(), false));
            decoder.add(new Layer(ops, inner.at("decoder").at(name), width, config.heads(), true));
        }
        encoderNorm = new LayerNorm(ops, inner.at("encoder.norm"), width, EPSILON);
        decoderNorm = new LayerNorm(ops, inner.at("decoder.norm"), width, EPSILON);
        output = weights.linear("model", width, config.outputDim(), true, Init.fanIn(width));
    }

    @Override
    public NDArray project(NDArray tokens) {
        try (NDArray seen = run(encoder, input.apply(tokens), null, encoderNorm);
                NDArray queried = run(decoder, LearnedRows.of(rows, tokens), seen, decoderNorm)) {
            return output.apply(queried);
        }
    }

    /** Through all layers and the norm at their end; closes {@code x}. */
    private static NDArray run(List<Layer> layers, NDArray x, NDArray seen, LayerNorm norm) {
        NDArray at = x;
        for (Layer layer : layers) {
            try (NDArray before = at) {
                at = layer.apply(before, seen);
            }
        }
        try (NDArray last = at) {
            return norm.apply(last);
        }
    }

    /** Of the encoder or, with a look at what that saw, of the decoder. */
    private static final class Layer {
        private final FusedAttention self;
        private final LayerNorm selfNorm;
        private final FusedAttention cross;
        private final LayerNorm crossNorm;
        private final ReluMlp mlp;
        private final LayerNorm mlpNorm;

        Layer(Ops ops, Weights weights, int width, int heads, boolean decodes) {
            self = new FusedAttention(ops, weights.at("self_attn"), width, heads);
            selfNorm = new LayerNorm(ops, weights.at("norm1"), width, EPSILON);
            cross =
                    decodes
                            ? new FusedAttention(ops, weights.at("multihead_attn"), width, heads)
                            : null;
            crossNorm = decodes ? new LayerNorm(ops, weights.at("norm2"), width, EPSILON) : null;
            mlp = new ReluMlp(ops, weights, "linear1", "linear2", width);
            mlpNorm = new LayerNorm(ops, weights.at(decodes ? "norm3" : "norm2"), width, EPSILON);
        }

        NDArray apply(NDArray x, NDArray seen) {
            try (NDArray own = looked(self, selfNorm, x, null)) {
                if (cross == null) {
                    return fed(own);
                }
                try (NDArray all = looked(cross, crossNorm, own, seen)) {
                    return fed(all);
                }
            }
        }

        private static NDArray looked(
                FusedAttention attention, LayerNorm norm, NDArray x, NDArray seen) {
            try (NDArray normed = norm.apply(x);
                    NDArray change = attention.apply(normed, seen == null ? normed : seen)) {
                return x.add(change);
            }
        }

        private NDArray fed(NDArray x) {
            try (NDArray normed = mlpNorm.apply(x);
                    NDArray change = mlp.apply(normed)) {
                return x.add(change);
            }
        }
    }
}
