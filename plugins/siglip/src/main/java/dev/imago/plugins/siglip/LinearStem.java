package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Weights;

/**
 * SigLIP 2's own map of a square of pixels to a vector: a linear layer over pixels whose channels
 * come last. Legend: N pictures, C channels, G patches a side, P side of a patch, W width.
 */
final class LinearStem implements Stem {
    private final int side;
    private final Linear projection;

    /** Declares {@code patch_embedding}. */
    LinearStem(SiglipConfig config, Weights weights) {
        side = config.patchSize();
        int pixels = config.numChannels() * side * side;
        projection =
                weights.linear(
                        "patch_embedding", pixels, config.hiddenSize(), true, Init.fanIn(pixels));
    }

    @Override
    public NDArray apply(NDArray pixels) {
        long n = pixels.getShape().get(0);
        long channels = pixels.getShape().get(1);
        long grid = pixels.getShape().get(2) / side;
        String whole = ":, :, :" + grid * side + ", :" + grid * side;
        try (NDArray cut = pixels.get(whole);
                NDArray split = cut.reshape(new Shape(n, channels, grid, side, grid, side));
                NDArray patches = split.transpose(0, 2, 4, 3, 5, 1); // [N, G, G, P, P, C]
                NDArray rows = patches.reshape(n, grid * grid, channels * side * side)) {
            return projection.apply(rows);
        }
    }
}
