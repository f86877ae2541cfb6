package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;

/**
 * Fills what a projector gave up with rows of zeros. They take part in attention: without a bias of
 * keys and values they have logit and value 0, and so dilute it.
 */
public final class ContextPadding {
    private final Ops ops;
    private final ProjectorConfig config;

    /** As the projector's keys say. */
    public ContextPadding(Ops ops, ProjectorConfig config) {
        this.ops = ops;
        this.config = config;
    }

    /**
     * @param projected {@code [B, T, C]}
     * @param visualTokens K, how many tokens were projected
     * @return {@code [B, T', C]}, owned by the manager of {@code projected}; a new array
     * @throws ImagoException INCOMPATIBLE_PARTS when it has more rows than the context
     */
    public NDArray pad(NDArray projected, long visualTokens) {
        Shape shape = projected.getShape();
        long missing = missing(shape.get(1), visualTokens);
        if (missing == 0) {
            return projected.reshape(shape); // a duplicate would be cut off from its graph
        }
        Precision precision = Precision.of(projected);
        Shape rows = new Shape(shape.get(0), missing, shape.get(2));
        try (NDArray zeros = ops.zeros(projected.getManager(), rows, precision)) {
            return projected.concat(zeros, 1);
        }
    }

    /** {@code [B, T, C]} of zeros, the context of no picture. */
    public NDArray unconditional(NDArray like) {
        return ops.zeros(like.getManager(), like.getShape(), Precision.of(like));
    }

    private long missing(long rows, long visualTokens) {
        int wanted = config.contextTokens();
        if (config.padding().equals(ProjectorConfig.BY_VISION_TOKENS)) {
            return Math.max(0, wanted - visualTokens);
        }
        if (rows > wanted) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "decoder",
                    "has a context of "
                            + wanted
                            + " rows, but the projector gives "
                            + rows
                            + "; expected at most "
                            + wanted
                            + " visual tokens");
        }
        return wanted - rows;
    }
}
