package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;

/**
 * What a UNet is told of pictures. Legend: B pictures, T rows, D their width, G channels, h and w
 * sides of the latents.
 *
 * @param context {@code [B, T, D]}, which it looks at
 * @param grid {@code [B, G, h, w]}, which it takes beside the latents; null where it takes none
 */
public record Condition(NDArray context, NDArray grid) {
    /** A context alone. */
    public Condition(NDArray context) {
        this(context, null);
    }

    /** This one's rows, then another's; the caller closes it. */
    Condition then(Condition other) {
        return new Condition(
                context.concat(other.context, 0), grid == null ? null : grid.concat(other.grid, 0));
    }

    void close() {
        context.close();
        if (grid != null) {
            grid.close();
        }
    }
}
