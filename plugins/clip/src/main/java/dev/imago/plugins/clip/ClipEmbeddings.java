package dev.imago.plugins.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.PatchEmbedding;
import dev.imago.api.nn.PositionGrid;
import dev.imago.api.nn.Weights;

/** A class token and the patches of a picture, with their learned positions. */
final class ClipEmbeddings {
    private final Ops ops;
    private final int patchSide;
    private final Parameter classToken;
    private final PatchEmbedding patches;
    private final PositionGrid positions;

    ClipEmbeddings(ClipConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        patchSide = config.patchSize();
        int width = config.hiddenSize();
        int side = config.trainedGrid();
        Init init = Init.normal(1 / Math.sqrt(width));
        classToken = weights.parameter("class_embedding", new Shape(width), init);
        patches =
                new PatchEmbedding(
                        ops,
                        weights.at("patch_embedding"),
                        config.numChannels(),
                        patchSide,
                        width,
                        false);
        Parameter learned =
                weights.at("position_embedding")
                        .parameter(
                                "weight",
                                new Shape(1 + (long) side * side, width),
                                Init.normal(0.02));
        positions = new PositionGrid(ops, learned, 1, side, Interpolation.BICUBIC);
    }

    /** {@code [N, C, H, S]} to {@code [N, 1 + P, W]}, the class token first. */
    NDArray apply(NDArray pixels) {
        int height = (int) pixels.getShape().get(2) / patchSide;
        int width = (int) pixels.getShape().get(3) / patchSide;
        try (NDArray rows = patches.apply(pixels);
                NDArray first = classToken.value().reshape(1, 1, -1);
                NDArray all = ops.prepend(rows, first);
                NDArray learned = positions.at(height, width)) {
            return all.add(learned);
        }
    }
}
