package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * Operators of low-rank adapters, from {@link Ops#adapters}. Differentiable in grad mode; results
 * belong to the manager of the first argument. Legend: M rows; r rank; in and out width of the
 * layer; A {@code [r, in]}, B {@code [out, r]}, W {@code [out, in]}, s scaling.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA</a>
 * @see <a href="https://arxiv.org/abs/2402.09353">DoRA</a>
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class AdapterOps {
    private final TorchProgram program;

    AdapterOps(TorchProgram program) {
        this.program = program;
    }

    /**
     * {@code y + s · x Aᵀ Bᵀ}, {@code [M, out]}.
     *
     * @param x {@code [M, in]}
     * @param y {@code [M, out]} from the layer itself: the sum is written into it, also in grad
     *     mode
     */
    public NDArray lora(NDArray x, NDArray y, NDArray a, NDArray b, double scaling) {
        return program.call("lora", x, y, a, b, program.scalar(scaling));
    }

    /**
     * As {@link #lora} with each row of the sum brought to a learned length, in an array of its
     * own.
     *
     * @param x {@code [..., in]}
     * @param y {@code [..., out]} from the layer itself
     * @param plain {@code [..., out]}, {@code x Wᵀ} without bias
     * @param gain {@code [out]} from {@link #gain}
     */
    public NDArray dora(
            NDArray x,
            NDArray y,
            NDArray plain,
            NDArray a,
            NDArray b,
            double scaling,
            NDArray gain) {
        return program.call("dora", x, y, plain, a, b, program.scalar(scaling), gain);
    }

    /**
     * {@code m / |W + s B A|} by row, {@code [out]}; differentiable by m alone.
     *
     * @param m {@code [out]} learned lengths
     */
    public NDArray gain(NDArray w, NDArray a, NDArray b, double scaling, NDArray m) {
        return program.call("gain", w, a, b, program.scalar(scaling), m);
    }

    /** {@code |W + s B A|} by row, {@code [out]}; not differentiable. */
    public NDArray lengths(NDArray w, NDArray a, NDArray b, double scaling) {
        return program.call("lengths", w, a, b, program.scalar(scaling));
    }

    /** {@code W + s B A}, summed in float32. */
    public NDArray merged(NDArray w, NDArray a, NDArray b, double scaling) {
        return program.call("merged", w, a, b, program.scalar(scaling));
    }

    /** As {@link #merged}, each row brought to its length in {@code m [out]}. */
    public NDArray merged(NDArray w, NDArray a, NDArray b, double scaling, NDArray m) {
        return program.call("merged_dora", w, a, b, program.scalar(scaling), m);
    }

    /**
     * Zeroes a share of {@code x} of any shape. Which numbers depends on the seed and their places
     * alone. What is left is not scaled by {@code 1 / (1 - share)}: that is cheaper later.
     *
     * @param share from 0 to below 1, rounded to 16 bits
     */
    public NDArray dropout(NDArray x, double share, long seed) {
        try (NDArray start = program.newScalar(seed)) {
            return program.call("dropout", x, program.scalar(share), start);
        }
    }

    void close() {
        program.close();
    }
}
