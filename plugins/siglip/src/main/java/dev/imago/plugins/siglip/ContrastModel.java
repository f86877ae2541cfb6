package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;

/**
 * The encoder with what it is trained against: a text tower, a projection for regions and one for
 * whole pictures, each with a learned temperature and bias. Legend: N pictures, R regions, P
 * patches, D their width, M texts, E common width.
 */
final class ContrastModel {
    private final Ops ops;
    private final SiglipEncoder encoder;
    private final TextTower text;
    private final Side region;
    private final Side scene;

    /** A projection to the common space with its temperature and bias. */
    private record Side(Linear projection, Parameter scale, Parameter bias) {
        static Side of(TrainEncoderConfig config, int width, Weights weights) {
            return new Side(
                    weights.linear(
                            "projection", width, config.commonWidth(), true, Init.fanIn(width)),
                    weights.parameter(
                            "logit_scale",
                            new Shape(1),
                            Init.constant(Math.log(config.temperature()))),
                    weights.parameter("logit_bias", new Shape(1), Init.constant(config.bias())));
        }
    }

    /**
     * Declares everything.
     *
     * @param encoder over the same weights
     * @param weights of the text tower and the projections
     */
    ContrastModel(
            TrainEncoderConfig config,
            SiglipEncoder encoder,
            int vocabulary,
            Weights weights,
            Ops ops) {
        this.ops = ops;
        this.encoder = encoder;
        int width = encoder.output().width();
        text = new TextTower(config, vocabulary, weights.at("text_model"), ops);
        region = Side.of(config, width, weights.at("region"));
        scene = Side.of(config, width, weights.at("scene"));
    }

    /** {@code [N, P, D]}. */
    NDArray patches(NDArray pixels) {
        return encoder.encode(pixels);
    }

    /** {@code [M, E]}. */
    NDArray texts(Texts.Batch texts) {
        return text.encode(texts);
    }

    /**
     * How well regions and texts go together.
     *
     * @param patches {@code [N, P, D]}
     * @param pool {@code [R, N·P]}
     * @param texts {@code [M, E]}
     * @return {@code [R, M]} float32
     */
    NDArray regionLogits(NDArray patches, NDArray pool, NDArray texts) {
        try (NDArray flat = patches.reshape(-1, patches.getShape().get(2));
                NDArray means = pool.matMul(flat)) { // [R, D]
            return logits(region, means, texts);
        }
    }

    /** As above for whole pictures: {@code [N, M]} float32. */
    NDArray sceneLogits(NDArray patches, NDArray texts) {
        try (NDArray means = patches.mean(new int[] {1})) { // [N, D]
            return logits(scene, means, texts);
        }
    }

    /** Whole pictures in the space of texts: {@code [N, E]} of length 1. */
    NDArray scenes(NDArray patches) {
        try (NDArray means = patches.mean(new int[] {1})) { // [N, D]
            return unit(scene, means);
        }
    }

    private NDArray unit(Side side, NDArray features) {
        try (NDArray projected = side.projection().apply(features)) {
            return ops.l2Normalize(projected, 1e-12);
        }
    }

    private NDArray logits(Side side, NDArray features, NDArray texts) {
        try (NDArray unit = unit(side, features);
                NDArray turned = texts.transpose();
                NDArray cosine = unit.matMul(turned);
                NDArray wide = ops.cast(cosine, Precision.FP32);
                NDArray scale = scalar(side.scale(), features.getManager());
                NDArray factor = scale.exp();
                NDArray offset = scalar(side.bias(), features.getManager());
                NDArray scaled = wide.mul(factor)) {
            return scaled.add(offset);
        }
    }

    /** The parameter as a float32 array that the batch owns. */
    private static NDArray scalar(Parameter parameter, NDManager owner) {
        try (NDArray one = owner.ones(new Shape(1))) {
            return one.mul(parameter.value());
        }
    }
}
