package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/**
 * Interpolates to twice the square's side, then joins each 2×2 neighbours into one token of four
 * times the width (row by row). Legend: N pictures, P patches, K tokens, k their square's side, D
 * width.
 */
public final class ConcatInterpolationReducer implements TokenReducer {
    private final int side;
    private final PatchGrid patches;

    /** Declares nothing: it has no parameters. */
    @Inject
    public ConcatInterpolationReducer(InterpolationConfig config, Ops ops) {
        side = config.side();
        patches = new PatchGrid(ops);
    }

    @Override
    public NDArray reduce(NDArray features) {
        long width = features.getShape().get(2);
        try (NDArray grid = patches.resized(features, 2 * side); // [N, D, 2k, 2k]
                NDArray cells = grid.reshape(-1, width, side, 2, side, 2);
                NDArray joined = cells.transpose(0, 2, 4, 3, 5, 1)) { // [N, k, k, 2, 2, D]
            return joined.reshape(-1, (long) side * side, 4 * width);
        }
    }

    @Override
    public FeatureShape output(FeatureShape encoder) {
        Grid.sideOfPatches(encoder.tokens());
        return new FeatureShape(side * side, 4 * encoder.width());
    }
}
