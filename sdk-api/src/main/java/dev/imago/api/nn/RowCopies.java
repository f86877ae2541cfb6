package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.nn.LayerOps.DecodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Weights in bfloat16 a second time, as halves in the order that FBGEMM reads fastest for one row,
 * from {@link Ops#rowCopies}. Many rows read the first ones. A copy takes longer to make than it
 * saves in some fifty positions, so that short answers go without; then one layer after the other
 * gets its own, where the first shows that it gains. Halves hold all that bfloat16 does, from 6e-5
 * to 65,504; what is smaller loses digits.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class RowCopies {
    /** Positions that a layer decodes before it gets a copy; each next layer one more. */
    private static final int AFTER = 48;

    private static final int ROUNDS = 12;

    private final LayerOps ops;
    private final boolean possible;
    private long left;
    private Boolean faster;

    RowCopies(LayerOps ops, boolean possible) {
        this.ops = ops;
        this.possible = possible;
    }

    /**
     * The most memory that copies take from now on, 0 at first. Layers for which nothing is left do
     * without.
     *
     * @param bytes not negative
     */
    public synchronized void allow(long bytes) {
        left = bytes;
    }

    /** Whether a layer that has decoded so many positions should ask for a copy now. */
    boolean due(int layer, int positions) {
        return possible && positions == AFTER + layer;
    }

    /**
     * A copy of one layer's weights, where it pays and memory is left.
     *
     * @param attention q, k, v, o as {@link Ops#packLinear} laid them out
     * @param mlp gate, up, down
     * @param input what the layer is to compute next, which is tried both ways
     */
    synchronized Optional<RowWeights> copy(
            List<NDArray> attention, List<NDArray> mlp, DecodeInput input) {
        List<NDArray> packed = new ArrayList<>(attention);
        packed.addAll(mlp);
        long bytes = RowWeights.bytes(packed);
        if (faster == null && !ProcessorFeatures.ofMachine().avx2()) {
            faster = false;
        }
        if (Boolean.FALSE.equals(faster) || bytes > left) {
            return Optional.empty();
        }
        long width = input.rotary().get(0).getShape().get(2);
        Optional<RowWeights> copy =
                TorchWarnings.without(
                        () -> RowWeights.of(ops, attention, mlp, input.norms(), width));
        if (faster == null && copy.isPresent()) {
            faster = TorchWarnings.without(() -> gains(input, copy.get(), packed));
        }
        if (copy.isPresent() && !faster) {
            copy.get().close();
            return Optional.empty();
        }
        copy.ifPresent(made -> left -= made.bytes());
        return copy;
    }

    /** Closes a copy, so that another may take its memory. */
    synchronized void release(RowWeights copy) {
        copy.close();
        left += copy.bytes();
    }

    /** By the best of some turns, so that other work on the machine decides nothing. */
    private boolean gains(DecodeInput input, RowWeights rows, List<NDArray> packed) {
        double first = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            first = Math.min(first, seconds(() -> ops.decodeRow(input, rows)));
            second = Math.min(second, seconds(() -> ops.decode(input, packed)));
        }
        return first < second;
    }

    private static double seconds(Supplier<NDArray> work) {
        long start = System.nanoTime();
        work.get().close();
        return (System.nanoTime() - start) / 1e9;
    }
}
