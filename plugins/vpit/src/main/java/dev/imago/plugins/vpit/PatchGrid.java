package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Ops;

/** Reads patch features as an image of D channels and resizes it. */
final class PatchGrid {
    private final Ops ops;

    PatchGrid(Ops ops) {
        this.ops = ops;
    }

    /** {@code [N, P, D]} to {@code [N, D, side, side]}. */
    NDArray resized(NDArray features, int side) {
        long[] shape = features.getShape().getShape();
        int grid = Grid.sideOfPatches(shape[1]);
        try (NDArray channels = features.transpose(0, 2, 1)) {
            NDArray image = channels.reshape(shape[0], shape[2], grid, grid);
            if (grid == side) {
                return image;
            }
            try (image) {
                return ops.images().resize(image, side, side, Interpolation.BILINEAR);
            }
        }
    }
}
