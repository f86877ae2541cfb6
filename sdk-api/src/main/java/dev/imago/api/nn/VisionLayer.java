package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.function.UnaryOperator;

/**
 * A layer of a vision transformer: attention, then feed-forward, each on a layer norm of what came
 * in, scaled where the family does so, and added to it. Legend: N rows, P positions, W width.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class VisionLayer {
    private final Branch attention;
    private final Branch mlp;

    /**
     * One of the two blocks of a layer.
     *
     * @param norm of what comes in
     * @param block {@code [N, P, W]} to the same shape
     * @param scale {@code [W]} on what the block gives; null for none
     */
    public record Branch(LayerNorm norm, UnaryOperator<NDArray> block, Parameter scale) {}

    /** Arranges the parts; declares nothing itself. */
    public VisionLayer(Branch attention, Branch mlp) {
        this.attention = attention;
        this.mlp = mlp;
    }

    /** {@code [N, P, W]} to the same shape, owned by its manager. */
    public NDArray apply(NDArray x) {
        try (NDArray between = added(attention, x)) {
            return added(mlp, between);
        }
    }

    private static NDArray added(Branch branch, NDArray x) {
        try (NDArray normed = branch.norm().apply(x);
                NDArray changed = scaled(branch, branch.block().apply(normed))) {
            return x.add(changed);
        }
    }

    private static NDArray scaled(Branch branch, NDArray changed) {
        if (branch.scale() == null) {
            return changed;
        }
        try (changed) {
            return changed.mul(branch.scale().value());
        }
    }
}
