package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Decodes one picture in overlapping tiles that fade into each other. Norms see a tile at a time,
 * so the picture is a little different from one decoded at once.
 */
final class TiledDecoding {
    private static final int OVERLAPS = 4; // a quarter of a tile
    private static final int COLOURS = 3;

    private final UnaryOperator<NDArray> decoder;
    private final int tile;
    private final int scale;

    /**
     * @param decoder latents {@code [1, C, h, w]} to pixels {@code [1, 3, H, W]}
     * @param tile side of a tile in latents
     * @param scale pixels of a latent along a side
     */
    TiledDecoding(UnaryOperator<NDArray> decoder, int tile, int scale) {
        this.decoder = decoder;
        this.tile = tile;
        this.scale = scale;
    }

    /** {@code [1, C, h, w]} to {@code [1, 3, H, W]}, owned by its manager. */
    NDArray decode(NDArray latents) {
        int height = (int) latents.getShape().get(2);
        int width = (int) latents.getShape().get(3);
        Canvas canvas = new Canvas(height * scale, width * scale);
        for (int top : starts(height)) {
            for (int left : starts(width)) {
                int bottom = Math.min(top + tile, height);
                int right = Math.min(left + tile, width);
                NDIndex cut = new NDIndex(":,:,{}:{},{}:{}", top, bottom, left, right);
                try (NDArray part = latents.get(cut);
                        NDArray laid = part.duplicate();
                        NDArray pixels = decoder.apply(laid)) {
                    canvas.add(pixels, top * scale, left * scale);
                }
            }
        }
        return latents.getManager()
                .create(canvas.values(), new Shape(1, COLOURS, canvas.height, canvas.width));
    }

    /** Where tiles begin; the last one ends at the edge. */
    private List<Integer> starts(int side) {
        List<Integer> starts = new ArrayList<>();
        int stride = Math.max(1, tile - tile / OVERLAPS);
        int at = 0;
        while (at + tile < side) {
            starts.add(at);
            at += stride;
        }
        starts.add(Math.max(0, side - tile));
        return starts;
    }

    /** Sums of tiles, each pixel weighted by how far it is from its tile's edge. */
    private final class Canvas {
        private final int height;
        private final int width;
        private final float[] sums;
        private final float[] weights;

        Canvas(int height, int width) {
            this.height = height;
            this.width = width;
            sums = new float[COLOURS * height * width];
            weights = new float[height * width];
        }

        void add(NDArray pixels, int top, int left) {
            int rows = (int) pixels.getShape().get(2);
            int columns = (int) pixels.getShape().get(3);
            float[] values = pixels.toFloatArray();
            for (int y = 0; y < rows; y++) {
                float vertical = weight(y, rows);
                for (int x = 0; x < columns; x++) {
                    float weight = vertical * weight(x, columns);
                    int at = (top + y) * width + left + x;
                    weights[at] += weight;
                    for (int c = 0; c < COLOURS; c++) {
                        float value = values[(c * rows + y) * columns + x];
                        sums[c * height * width + at] += weight * value;
                    }
                }
            }
        }

        private float weight(int at, int length) {
            int fade = Math.max(1, tile / OVERLAPS * scale);
            float near = Math.min(at + 1, length - at);
            return Math.min(1, near / fade);
        }

        float[] values() {
            int plane = height * width;
            for (int i = 0; i < sums.length; i++) {
                sums[i] /= weights[i % plane];
            }
            return sums;
        }
    }
}
