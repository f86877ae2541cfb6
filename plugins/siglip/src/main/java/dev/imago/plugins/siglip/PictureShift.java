package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * Moves pictures by a few pixels, so that few photos teach more. What moves in repeats the edge.
 * Legend: N pictures, C channels, S pixels a side.
 */
final class PictureShift {
    /** Moves nothing. */
    static final PictureShift NONE = new PictureShift(0, 0);

    private final int most;
    private final long seed;

    /**
     * @param most pixels to any side
     * @param seed of all moves
     */
    PictureShift(int most, long seed) {
        this.most = most;
        this.seed = seed;
    }

    /**
     * @param pixels {@code [N, C, S, S]}
     * @param first number of the first picture's draw, on which its move depends
     * @return the same shape, owned by the manager of {@code pixels}; the same array if nothing
     *     moves
     */
    NDArray apply(NDArray pixels, long first) {
        if (most == 0) {
            return pixels;
        }
        Shape shape = pixels.getShape();
        int side = (int) shape.get(3);
        int count = (int) shape.get(0);
        int channels = (int) shape.get(1);
        long[] from = new long[Math.toIntExact(shape.size())];
        int at = 0;
        for (int n = 0; n < count; n++) {
            SplittableRandom random =
                    new SplittableRandom(seed ^ (first + n) * 0x9E3779B97F4A7C15L);
            int down = random.nextInt(-most, most + 1);
            int right = random.nextInt(-most, most + 1);
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < side; y++) {
                    int row = inside(y - down, side) * side;
                    for (int x = 0; x < side; x++) {
                        from[at++] = row + inside(x - right, side);
                    }
                }
            }
        }
        Shape flat = new Shape(count, channels, (long) side * side);
        NDArray index = pixels.getManager().create(from, flat);
        return pixels.reshape(flat).gather(index, 2).reshape(shape);
    }

    private static int inside(int place, int side) {
        return Math.max(0, Math.min(side - 1, place));
    }
}
