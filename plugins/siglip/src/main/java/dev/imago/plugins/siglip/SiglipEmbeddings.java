package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.PatchEmbedding;
import dev.imago.api.nn.PositionGrid;
import dev.imago.api.nn.Weights;

/** Patches of a picture with their learned positions. */
final class SiglipEmbeddings {
    private final int grid;
    private final Stem stem;
    private final PositionGrid positions;

    SiglipEmbeddings(SiglipConfig config, Weights weights, Ops ops) {
        grid = config.grid();
        stem = stem(config, weights, ops);
        int side = config.trainedGrid();
        Parameter learned =
                weights.at("position_embedding")
                        .parameter(
                                "weight",
                                new Shape((long) side * side, config.hiddenSize()),
                                Init.normal(0.02));
        positions =
                new PositionGrid(
                        ops,
                        learned,
                        0,
                        side,
                        config.hasLinearStem()
                                ? Interpolation.BILINEAR_ANTIALIAS
                                : Interpolation.BICUBIC);
    }

    private static Stem stem(SiglipConfig config, Weights weights, Ops ops) {
        if (config.hasConvStem()) {
            return new ConvStem(config, weights.at("stem"), ops);
        }
        if (config.hasLinearStem()) {
            return new LinearStem(config, weights);
        }
        return new PatchEmbedding(
                        ops,
                        weights.at("patch_embedding"),
                        config.numChannels(),
                        config.patchSize(),
                        config.hiddenSize(),
                        true)
                ::apply;
    }

    /** {@code [N, C, S, S]} to {@code [N, P, W]}, row by row. */
    NDArray apply(NDArray pixels) {
        try (NDArray patches = stem.apply(pixels);
                NDArray learned = positions.at(grid, grid)) {
            return patches.add(learned);
        }
    }
}
