package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.nn.Ops;

/**
 * A Gaussian over the latents of each picture, before scaling. Legend: N pictures, L channels of
 * the latents.
 */
public final class Posterior implements AutoCloseable {
    private static final double LOWEST = -30;
    private static final double HIGHEST = 20;

    private final Ops ops;
    private final NDArray mean;
    private final NDArray logvar;

    /** Of moments {@code [N, 2L, h, w]}: means, then logarithms of variances. */
    Posterior(Ops ops, NDArray moments) {
        this.ops = ops;
        NDList halves = moments.split(2, 1);
        try (NDArray half = halves.get(0);
                NDArray other = halves.get(1);
                NDArray clipped = ops.images().clamp(other, LOWEST, HIGHEST)) {
            mean = ops.images().rowMajor(half);
            logvar = ops.images().rowMajor(clipped);
        }
    }

    /** {@code [N, L, h, w]}, closed with this. */
    public NDArray mean() {
        return mean;
    }

    /** {@code [N, L, h, w]}, between -30 and 20, closed with this. */
    public NDArray logvar() {
        return logvar;
    }

    /** Standard deviations {@code [N, L, h, w]}; the caller closes them. */
    public NDArray std() {
        try (NDArray half = ops.scale(logvar, 0.5)) {
            return half.exp();
        }
    }

    /**
     * A draw.
     *
     * @param noise {@code [N, L, h, w]} standard normal
     * @return {@code [N, L, h, w]}; the caller closes it
     */
    public NDArray sample(NDArray noise) {
        try (NDArray std = std();
                NDArray spread = std.mul(noise)) {
            return mean.add(spread);
        }
    }

    @Override
    public void close() {
        mean.close();
        logvar.close();
    }
}
