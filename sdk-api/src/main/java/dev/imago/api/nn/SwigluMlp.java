package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.List;
import java.util.Optional;

/** {@code down(silu(gate(x)) * up(x))}, the feed-forward block of LLaMA and its relatives. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class SwigluMlp {
    private final Ops ops;
    private final Linear gate;
    private final Linear up;
    private final Linear down;

    /**
     * Declares {@code gate_proj}, {@code up_proj} and {@code down_proj}.
     *
     * @param init of the first two
     * @param outputInit of {@code down_proj}, which writes to the residual stream
     */
    public SwigluMlp(
            Ops ops,
            Weights weights,
            int width,
            int inner,
            boolean bias,
            Init init,
            Init outputInit) {
        this.ops = ops;
        gate = weights.linear("gate_proj", width, inner, bias, init);
        up = weights.linear("up_proj", width, inner, bias, init);
        down = weights.linear("down_proj", inner, width, bias, outputInit);
    }

    /** {@code x [..., width]} to the same shape, owned by its manager. */
    public NDArray apply(NDArray x) {
        try (NDArray gated = gate.apply(x);
                NDArray raised = up.apply(x);
                NDArray inner = ops.swiglu(gated, raised)) {
            return down.apply(inner);
        }
    }

    /** The weights of gate, up and down, where the layer is nothing more. */
    Optional<List<NDArray>> plainWeights() {
        return FusedWeights.plain(gate, up, down);
    }

    /** The same, laid out for decoding. */
    Optional<List<PackedWeight>> packedWeights() {
        return FusedWeights.packed(gate, up, down);
    }
}
