package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.GridProjector;
import dev.imago.plugins.diffusion.projector.Projector;

/**
 * Makes conditions of visual tokens. Legend: B pictures, K visual tokens, D their width, h and w
 * sides of the latents.
 */
public final class Conditioning {
    private final Projector projector;
    private final ContextPadding padding;
    private final GridProjector grid;
    private final Ops ops;
    private final Precision precision;

    /**
     * @param projector to the rows of the context
     * @param padding fills these up
     * @param grid to the map beside the latents; null for none
     * @param precision of the UNet
     */
    public Conditioning(
            Projector projector,
            ContextPadding padding,
            GridProjector grid,
            Ops ops,
            Precision precision) {
        this.projector = projector;
        this.padding = padding;
        this.grid = grid;
        this.ops = ops;
        this.precision = precision;
    }

    /**
     * @param tokens {@code [B, K, D]}
     * @param scope owns what is made
     * @return differentiable
     */
    public Condition of(NDArray tokens, long height, long width, NDManager scope) {
        try (NDArray cast = ops.cast(tokens, precision);
                NDArray projected = projector.project(cast)) {
            NDArray context = padding.pad(projected, tokens.getShape().get(1));
            context.attach(scope);
            if (grid == null) {
                return new Condition(context);
            }
            NDArray map = grid.project(cast, height, width);
            map.attach(scope);
            return new Condition(context, map);
        }
    }

    /** The condition of no picture: zeros. */
    public Condition none(Condition like) {
        return new Condition(
                padding.unconditional(like.context()),
                like.grid() == null ? null : padding.unconditional(like.grid()));
    }

    /**
     * Takes the condition from some rows.
     *
     * @param dropped one a row
     */
    public Condition without(Condition all, boolean[] dropped, NDManager scope) {
        float[] kept = new float[dropped.length];
        for (int n = 0; n < kept.length; n++) {
            kept[n] = dropped[n] ? 0 : 1;
        }
        NDArray factors = ops.cast(scope.create(kept, new Shape(kept.length, 1, 1)), precision);
        return new Condition(
                all.context().mul(factors),
                all.grid() == null ? null : all.grid().mul(factors.reshape(kept.length, 1, 1, 1)));
    }
}
