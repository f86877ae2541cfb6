package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/**
 * One vector for a whole picture: a learned probe attends to the patches, then a feed-forward
 * block. Legend: N pictures, P patches, W width.
 */
final class PoolingHead {
    private final Ops ops;
    private final int heads;
    private final int width;
    private final Parameter probe;
    private final Parameter inputWeight;
    private final Parameter inputBias;
    private final Parameter outputWeight;
    private final Parameter outputBias;
    private final LayerNorm norm;
    private final GeluMlp mlp;

    PoolingHead(SiglipConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        heads = config.numAttentionHeads();
        width = config.hiddenSize();
        Init init = Init.fanIn(width);
        probe = weights.parameter("probe", new Shape(1, 1, width), init);
        Weights attention = weights.at("attention");
        inputWeight = attention.parameter("in_proj_weight", new Shape(3L * width, width), init);
        inputBias = attention.parameter("in_proj_bias", new Shape(3L * width), Init.ZEROS);
        Weights output = attention.at("out_proj");
        outputWeight = output.parameter("weight", new Shape(width, width), init);
        outputBias = output.parameter("bias", new Shape(width), Init.ZEROS);
        norm = new LayerNorm(ops, weights.at("layernorm"), width, config.layerNormEps());
        mlp = config.block().mlp(weights.at("mlp"), ops);
    }

    /** {@code [N, P, W]} after the final norm to {@code [N, 1, W]}. */
    NDArray apply(NDArray patches) {
        try (NDArray attended = attend(patches);
                NDArray normed = norm.apply(attended);
                NDArray fed = mlp.apply(normed)) {
            return attended.add(fed);
        }
    }

    private NDArray attend(NDArray patches) {
        try (NDArray asked = probes(patches);
                NDArray q = projected(asked, 0);
                NDArray k = projected(patches, 1);
                NDArray v = projected(patches, 2);
                NDArray attended = ops.attention(q, k, v);
                NDArray merged = ops.mergeHeads(attended)) {
            return ops.linear(merged, outputWeight.value(), outputBias.value());
        }
    }

    /** The probe once for each picture, owned by the manager of {@code patches}. */
    private NDArray probes(NDArray patches) {
        NDArray first = patches.get(new NDIndex(":, :1")); // [N, 1, W]
        try (first;
                NDArray none = first.zerosLike()) {
            return none.add(probe.value());
        }
    }

    /** Part 0, 1 or 2 of the stacked projection, in heads: {@code [N, H, T, D]}. */
    private NDArray projected(NDArray x, int part) {
        NDIndex rows = new NDIndex(part * width + ":" + (part + 1) * width);
        try (NDArray weight = inputWeight.value().get(rows);
                NDArray bias = inputBias.value().get(rows);
                NDArray projected = ops.linear(x, weight, bias)) {
            return ops.splitHeads(projected, heads);
        }
    }
}
