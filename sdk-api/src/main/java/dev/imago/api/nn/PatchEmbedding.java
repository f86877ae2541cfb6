package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/**
 * Maps each square of pixels to a vector. Pixels that fill no whole patch at the right and bottom
 * are dropped. Legend: N pictures, C channels, H and S height and width in pixels, P patches, W
 * width.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class PatchEmbedding {
    private final Ops ops;
    private final int side;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Declares {@code weight [W, C, side, side]} and, with a bias, {@code bias [W]}.
     *
     * @param weights at the layer's own prefix
     * @param side of a patch in pixels
     */
    public PatchEmbedding(
            Ops ops, Weights weights, int channels, int side, int width, boolean bias) {
        this.ops = ops;
        this.side = side;
        double std = 1 / Math.sqrt((double) channels * side * side);
        weight =
                weights.parameter(
                        "weight", new Shape(width, channels, side, side), Init.normal(std));
        this.bias = bias ? weights.parameter("bias", new Shape(width), Init.ZEROS) : null;
    }

    /** {@code pixels [N, C, H, S]} to {@code [N, P, W]}, row by row, owned by their manager. */
    public NDArray apply(NDArray pixels) {
        NDArray offset = bias == null ? null : bias.value();
        try (NDArray grid = ops.images().conv2d(pixels, weight.value(), offset, side, 0)) {
            return rows(grid);
        }
    }

    /** A grid {@code [N, W, h, w]} as rows {@code [N, h * w, W]}. */
    public static NDArray rows(NDArray grid) {
        try (NDArray flat = grid.reshape(grid.getShape().get(0), grid.getShape().get(1), -1)) {
            return flat.transpose(0, 2, 1);
        }
    }
}
