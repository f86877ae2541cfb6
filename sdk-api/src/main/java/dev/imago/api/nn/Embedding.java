package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/** A table of vectors looked up by id. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Embedding {
    private final Ops ops;
    private final Parameter weight;

    /**
     * Declares {@code weight [rows, width]}.
     *
     * @param weights at the embedding's own prefix
     */
    public Embedding(Ops ops, Weights weights, int rows, int width, Init init) {
        this.ops = ops;
        this.weight = weights.parameter("weight", new Shape(rows, width), init);
    }

    /** {@code ids [...]} int64: {@code [..., width]}, owned by the manager of {@code ids}. */
    public NDArray apply(NDArray ids) {
        return ops.embedding(ids, weight.value());
    }

    /** The table, for {@link Weights#tied}. */
    public Parameter weight() {
        return weight;
    }
}
