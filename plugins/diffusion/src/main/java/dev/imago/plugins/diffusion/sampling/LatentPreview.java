package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import java.util.List;

/**
 * Small pictures of latents by one linear map to red, green and blue, which costs next to nothing.
 * The map is fitted, once, to what the latent space itself decodes.
 */
public final class LatentPreview {
    private static final int COLOURS = 3;
    private static final int SIDE = 12;
    private static final double RIDGE = 1e-3;

    /** For each colour, one factor a channel and a constant. */
    private final float[] map;

    private final int channels;
    private final Ops ops;

    private LatentPreview(Ops ops, float[] map, int channels) {
        this.ops = ops;
        this.map = map;
        this.channels = channels;
    }

    /** Fits the map on random latents. */
    public static LatentPreview of(LatentSpace space, Ops ops, NDManager parent) {
        int channels = space.channels();
        try (NDManager scope = parent.newSubManager()) {
            Shape row = new Shape(channels, SIDE, SIDE);
            NDArray latents = new RowNoise(List.of(0L)).next(scope, row);
            float[] pixels = space.decode(latents).toFloatArray();
            float[] inputs = latents.toFloatArray();
            float[] colours = averaged(pixels, space.scale());
            return new LatentPreview(ops, fitted(inputs, colours, channels), channels);
        }
    }

    /** {@code [n, C, h, w]} to {@code [n, 3, h, w]} in 0..1; the caller closes it. */
    public NDArray of(NDArray latents) {
        Shape shape = latents.getShape();
        long places = shape.get(2) * shape.get(3);
        NDManager manager = latents.getManager();
        int width = channels + 1;
        float[] factors = new float[COLOURS * channels];
        float[] constants = new float[COLOURS];
        for (int c = 0; c < COLOURS; c++) {
            System.arraycopy(map, c * width, factors, c * channels, channels);
            constants[c] = map[c * width + channels];
        }
        try (NDArray flat = latents.reshape(shape.get(0), channels, places);
                NDArray w = manager.create(factors, new Shape(1, COLOURS, channels));
                NDArray wide = w.broadcast(shape.get(0), COLOURS, channels);
                NDArray mixed = wide.matMul(flat);
                NDArray b = manager.create(constants, new Shape(1, COLOURS, 1));
                NDArray signed = mixed.add(b);
                NDArray halved = ops.scale(signed, 0.5);
                NDArray unit = halved.add(0.5f);
                NDArray clipped = ops.images().clamp(unit, 0, 1)) {
            return clipped.reshape(shape.get(0), COLOURS, shape.get(2), shape.get(3));
        }
    }

    /** The mean colour of the pixels of each latent. */
    private static float[] averaged(float[] pixels, int scale) {
        float[] means = new float[COLOURS * SIDE * SIDE];
        int side = SIDE * scale;
        for (int c = 0; c < COLOURS; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int place = (c * SIDE + y / scale) * SIDE + x / scale;
                    means[place] += pixels[(c * side + y) * side + x] / (scale * scale);
                }
            }
        }
        return means;
    }

    /** Least squares, a little towards zero. */
    private static float[] fitted(float[] inputs, float[] colours, int channels) {
        int width = channels + 1;
        int places = SIDE * SIDE;
        double[][] system = new double[width][width + COLOURS];
        double[] row = new double[width];
        for (int p = 0; p < places; p++) {
            for (int c = 0; c < channels; c++) {
                row[c] = inputs[c * places + p];
            }
            row[channels] = 1;
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    system[i][j] += row[i] * row[j];
                }
                for (int c = 0; c < COLOURS; c++) {
                    system[i][width + c] += row[i] * colours[c * places + p];
                }
            }
        }
        for (int i = 0; i < width; i++) {
            system[i][i] += RIDGE;
        }
        return solved(system, width);
    }

    /** Gauss and Jordan; the matrix is positive, so no rows are swapped. */
    private static float[] solved(double[][] system, int width) {
        for (int pivot = 0; pivot < width; pivot++) {
            double by = system[pivot][pivot];
            for (int j = 0; j < system[pivot].length; j++) {
                system[pivot][j] /= by;
            }
            for (int i = 0; i < width; i++) {
                double times = system[i][pivot];
                for (int j = 0; i != pivot && j < system[i].length; j++) {
                    system[i][j] -= times * system[pivot][j];
                }
            }
        }
        float[] map = new float[COLOURS * width];
        for (int c = 0; c < COLOURS; c++) {
            for (int i = 0; i < width; i++) {
                map[c * width + i] = (float) system[i][width + c];
            }
        }
        return map;
    }
}
