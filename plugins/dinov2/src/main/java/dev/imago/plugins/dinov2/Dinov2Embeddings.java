package dev.imago.plugins.dinov2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.PatchEmbedding;
import dev.imago.api.nn.PositionGrid;
import dev.imago.api.nn.Weights;

/**
 * A class token and the patches of a picture with their learned positions, and register tokens,
 * which have none, between them. Legend: N pictures, R registers, P patches, W width.
 */
final class Dinov2Embeddings {
    private final Ops ops;
    private final int patchSide;
    private final Parameter classToken;
    private final Parameter registers;
    private final PatchEmbedding patches;
    private final PositionGrid positions;

    Dinov2Embeddings(Dinov2Config config, Weights weights, Ops ops) {
        this.ops = ops;
        patchSide = config.patchSize();
        int width = config.hiddenSize();
        int side = config.trainedGrid();
        Init init = Init.normal(0.02);
        classToken = weights.parameter("cls_token", new Shape(1, 1, width), init);
        int count = config.numRegisterTokens();
        registers =
                count == 0
                        ? null
                        : weights.parameter("register_tokens", new Shape(1, count, width), init);
        patches =
                new PatchEmbedding(
                        ops,
                        weights.at("patch_embeddings.projection"),
                        config.numChannels(),
                        patchSide,
                        width,
                        true);
        Parameter learned =
                weights.parameter(
                        "position_embeddings", new Shape(1, 1 + (long) side * side, width), init);
        positions =
                new PositionGrid(
                        ops,
                        learned,
                        1,
                        side,
                        config.positionAntialias()
                                ? Interpolation.BICUBIC_ANTIALIAS
                                : Interpolation.BICUBIC);
    }

    /** {@code [N, C, H, S]} to {@code [N, 1 + R + P, W]}, the class token first. */
    NDArray apply(NDArray pixels) {
        int height = (int) pixels.getShape().get(2) / patchSide;
        int width = (int) pixels.getShape().get(3) / patchSide;
        try (NDArray rows = patches.apply(pixels);
                NDArray all = ops.prepend(rows, classToken.value());
                NDArray learned = positions.at(height, width)) {
            return withRegisters(all.add(learned));
        }
    }

    private NDArray withRegisters(NDArray placed) {
        if (registers == null) {
            return placed;
        }
        try (placed;
                NDArray first = placed.get(new NDIndex(":, :1"));
                NDArray rest = placed.get(new NDIndex(":, 1:"));
                NDArray behind = ops.prepend(rest, registers.value())) {
            return first.concat(behind, 1);
        }
    }
}
