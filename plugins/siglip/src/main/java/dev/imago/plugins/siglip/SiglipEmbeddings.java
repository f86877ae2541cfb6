package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;

/** Patches of a picture with their learned positions. */
final class SiglipEmbeddings {
    private final Stem stem;
    private final Parameter positions;

    SiglipEmbeddings(SiglipConfig config, Weights weights, Ops ops) {
        stem =
                config.hasConvStem()
                        ? new ConvStem(config, weights.at("stem"), ops)
                        : new PatchStem(config, weights.at("patch_embedding"), ops);
        int patches = config.grid() * config.grid();
        positions =
                weights.at("position_embedding")
                        .parameter(
                                "weight",
                                new Shape(patches, config.hiddenSize()),
                                Init.normal(0.02));
    }

    /** {@code [N, C, S, S]} to {@code [N, P, W]}, row by row. */
    NDArray apply(NDArray pixels) {
        try (NDArray grid = stem.apply(pixels); // [N, W, G, G]
                NDArray rows = grid.reshape(grid.getShape().get(0), grid.getShape().get(1), -1);
                NDArray patches = rows.transpose(0, 2, 1)) { // [N, P, W]
            return patches.add(positions.value());
        }
    }
}
