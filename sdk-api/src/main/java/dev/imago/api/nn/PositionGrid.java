package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/**
 * Learned positions of a square of patches, behind those of leading tokens such as a class token;
 * for another grid than the trained one they are interpolated. Legend: L leading tokens, W width.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class PositionGrid {
    private final Ops ops;
    private final Parameter positions;
    private final int leading;
    private final int side;
    private final ImageOps.Interpolation interpolation;

    /**
     * @param positions {@code [L + side * side, W]}, a leading axis of 1 allowed
     * @param leading L
     * @param side of the trained grid in patches
     * @param interpolation to other grids
     */
    public PositionGrid(
            Ops ops,
            Parameter positions,
            int leading,
            int side,
            ImageOps.Interpolation interpolation) {
        this.ops = ops;
        this.positions = positions;
        this.leading = leading;
        this.side = side;
        this.interpolation = interpolation;
    }

    /** {@code [1, L + height * width, W]}; close it after use. Differentiable. */
    public NDArray at(int height, int width) {
        NDArray all = positions.value();
        long depth = all.getShape().get(all.getShape().dimension() - 1);
        NDArray rows = all.reshape(1, leading + (long) side * side, depth);
        if (height == side && width == side) {
            return rows;
        }
        try (rows;
                NDArray trained = rows.get(new NDIndex(":, {}:", leading))) {
            NDArray resized = resized(trained, height, width);
            if (leading == 0) {
                return resized;
            }
            try (resized;
                    NDArray first = rows.get(new NDIndex(":, :{}", leading))) {
                return first.concat(resized, 1);
            }
        }
    }

    /** In float32, as the published implementations do it. */
    private NDArray resized(NDArray trained, int height, int width) {
        long depth = trained.getShape().get(2);
        try (NDArray square = trained.reshape(new Shape(1, side, side, depth));
                NDArray channels = square.transpose(0, 3, 1, 2);
                NDArray wide = ops.cast(channels, Precision.FP32);
                NDArray grid = ops.images().resize(wide, height, width, interpolation);
                NDArray same = ops.cast(grid, Precision.of(positions.value()))) {
            return PatchEmbedding.rows(same);
        }
    }
}
