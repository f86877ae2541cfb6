package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.PatchEmbedding;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * 3×3 convolutions, each with a group norm and ReLU, then a linear map to the width. Learns from
 * few pictures what a patch stem can't. Group norm, because statistics of a batch would make a
 * picture's features depend on its neighbours and on how a batch is split over workers.
 */
final class ConvStem implements Stem {
    private static final int GROUPS = 8;
    private static final double EPSILON = 1e-5;

    private final Ops ops;
    private final List<Step> steps = new ArrayList<>();
    private final Parameter weight;
    private final Parameter bias;

    private record Step(Parameter weight, Parameter gain, Parameter shift, int stride) {}

    ConvStem(SiglipConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        int in = config.numChannels();
        for (int i = 0; i < config.stemChannels().size(); i++) {
            int out = config.stemChannels().get(i);
            steps.add(step(weights.at("layers." + i), in, out, config.stemStrides().get(i)));
            in = out;
        }
        Weights last = weights.at("projection");
        int width = config.hiddenSize();
        weight = last.parameter("weight", new Shape(width, in, 1, 1), Init.fanIn(in));
        bias = last.parameter("bias", new Shape(width), Init.ZEROS);
    }

    private static Step step(Weights weights, int in, int out, int stride) {
        return new Step(
                weights.parameter("conv.weight", new Shape(out, in, 3, 3), Init.fanIn(9 * in)),
                weights.parameter("norm.weight", new Shape(out), Init.ONES),
                weights.parameter("norm.bias", new Shape(out), Init.ZEROS),
                stride);
    }

    @Override
    public NDArray apply(NDArray pixels) {
        NDArray x = pixels;
        for (Step step : steps) {
            NDArray before = x;
            x = apply(step, before);
            if (before != pixels) {
                before.close();
            }
        }
        try (NDArray last = x;
                NDArray grid = ops.images().conv2d(last, weight.value(), bias.value(), 1, 0)) {
            return PatchEmbedding.rows(grid);
        }
    }

    private NDArray apply(Step step, NDArray x) {
        int channels = (int) step.gain().shape().get(0);
        int groups = channels % GROUPS == 0 ? GROUPS : 1;
        try (NDArray filtered =
                        ops.images().conv2d(x, step.weight().value(), null, step.stride(), 1);
                NDArray normed =
                        ops.images()
                                .groupNorm(
                                        filtered,
                                        step.gain().value(),
                                        step.shift().value(),
                                        groups,
                                        EPSILON)) {
            return normed.getNDArrayInternal().relu();
        }
    }
}
