package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;

/**
 * Diffusion without an autoencoder: pixels, or squares of them as channels, so that the UNet works
 * on smaller sides. Legend: N pictures, H and W their sides, P side of a square.
 */
public final class PixelSpace implements LatentSpace {
    private static final int COLOURS = 3;

    private final Ops ops;
    private final int patch;

    /**
     * @param patch side of the squares; 1 for pixels
     */
    public PixelSpace(Ops ops, int patch) {
        this.ops = ops;
        this.patch = patch;
    }

    /** The side of squares that make so many channels; 0 where none do. */
    public static int patch(int channels) {
        int side = (int) Math.round(Math.sqrt((double) channels / COLOURS));
        return side * side * COLOURS == channels ? side : 0;
    }

    @Override
    public int channels() {
        return COLOURS * patch * patch;
    }

    @Override
    public int scale() {
        return patch;
    }

    /** {@code [N, 3, H, W]} to {@code [N, 3·P², H/P, W/P]}. */
    @Override
    public NDArray encode(NDArray pixels) {
        if (patch == 1) {
            return pixels.duplicate();
        }
        Shape shape = pixels.getShape();
        long height = shape.get(2) / patch;
        long width = shape.get(3) / patch;
        try (NDArray cut = pixels.reshape(shape.get(0), COLOURS, height, patch, width, patch);
                NDArray gathered = cut.transpose(0, 1, 3, 5, 2, 4)) {
            return gathered.reshape(shape.get(0), channels(), height, width);
        }
    }

    @Override
    public NDArray decode(NDArray latents) {
        return patch == 1 ? latents.duplicate() : ops.images().pixelShuffle(latents, patch);
    }
}
