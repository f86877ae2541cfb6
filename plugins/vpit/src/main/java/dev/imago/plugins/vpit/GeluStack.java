package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Linears with an exact GELU between each two. Keys are those of a PyTorch {@code Sequential} that
 * counts the activations: {@code 0.weight}, {@code 2.weight}, {@code 4.weight}.
 */
final class GeluStack {
    private final Ops ops;
    private final List<Linear> linears = new ArrayList<>();

    /**
     * @param widths of the input, of each inner layer and of the output: one more than linears
     */
    GeluStack(Ops ops, Weights weights, int... widths) {
        this.ops = ops;
        for (int i = 0; i + 1 < widths.length; i++) {
            linears.add(linear(weights, 2 * i, widths[i], widths[i + 1]));
        }
    }

    /** Starts as PyTorch's linear layers do: the output is about as large as the input. */
    private static Linear linear(Weights weights, int key, int in, int out) {
        return weights.linear(
                Integer.toString(key), in, out, true, Init.uniform(1 / Math.sqrt(in)));
    }

    /** {@code [..., in]} to {@code [..., out]}, owned by the manager of {@code x}. */
    NDArray apply(NDArray x) {
        NDArray y = linears.get(0).apply(x);
        for (Linear linear : linears.subList(1, linears.size())) {
            try (NDArray before = y;
                    NDArray active = ops.gelu(before)) {
                y = linear.apply(active);
            }
        }
        return y;
    }
}
