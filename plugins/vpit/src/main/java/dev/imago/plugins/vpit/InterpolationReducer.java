package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/**
 * Interpolates the square of patches to a smaller (or larger) square: bilinear, corners not
 * aligned, no antialias. A square of the same size passes unchanged. Legend: N pictures, P patches,
 * K tokens, D width.
 */
public final class InterpolationReducer implements TokenReducer {
    private final int side;
    private final PatchGrid patches;

    /** Declares nothing: it has no parameters. */
    @Inject
    public InterpolationReducer(InterpolationConfig config, Ops ops) {
        side = config.side();
        patches = new PatchGrid(ops);
    }

    @Override
    public NDArray reduce(NDArray features) {
        try (NDArray grid = patches.resized(features, side)) { // [N, D, k, k]
            long[] shape = grid.getShape().getShape();
            try (NDArray columns = grid.reshape(shape[0], shape[1], -1)) {
                return columns.transpose(0, 2, 1); // [N, K, D]
            }
        }
    }

    @Override
    public FeatureShape output(FeatureShape encoder) {
        Grid.sideOfPatches(encoder.tokens());
        return new FeatureShape(side * side, encoder.width());
    }
}
