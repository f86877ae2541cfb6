package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.Api;

/** Rotary position embedding: which angle each position and pair of channels turns by. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class RotaryEmbedding {
    private final Ops ops;
    private final float[] frequencies;

    private RotaryEmbedding(Ops ops, float[] frequencies) {
        this.ops = ops;
        this.frequencies = frequencies;
    }

    /** The original: frequency {@code theta^(-2i / D)} for pair i. */
    public static RotaryEmbedding standard(Ops ops, int headWidth, double theta) {
        return new RotaryEmbedding(ops, frequencies(headWidth, theta));
    }

    /** Positions divided by a factor. */
    public static RotaryEmbedding linear(Ops ops, int headWidth, double theta, double factor) {
        float[] frequencies = frequencies(headWidth, theta);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= (float) factor;
        }
        return new RotaryEmbedding(ops, frequencies);
    }

    /**
     * Llama 3.1's: low frequencies are slowed down, high ones kept, those between blended.
     *
     * @param factor by which low frequencies are slowed
     * @param low wavelengths above {@code original / low} are slowed in full
     * @param high wavelengths below {@code original / high} are kept
     * @param original positions the model was first trained on
     */
    public static RotaryEmbedding llama3(
            Ops ops,
            int headWidth,
            double theta,
            double factor,
            double low,
            double high,
            int original) {
        float[] frequencies = frequencies(headWidth, theta);
        for (int i = 0; i < frequencies.length; i++) {
            double wavelength = 2 * Math.PI / frequencies[i];
            if (wavelength > original / low) {
                frequencies[i] /= (float) factor;
            } else if (wavelength >= original / high) {
                double smooth = (original / wavelength - low) / (high - low);
                frequencies[i] =
                        (float) ((1 - smooth) * frequencies[i] / factor + smooth * frequencies[i]);
            }
        }
        return new RotaryEmbedding(ops, frequencies);
    }

    /**
     * @param positions {@code [B, T]} int64
     * @param like gives the dtype
     * @return cos and sin, {@code [B, T, D]} each, owned by the manager of {@code positions}
     */
    public NDList tables(NDArray positions, NDArray like) {
        try (NDArray turns = positions.getManager().create(frequencies)) {
            return ops.rotaryTables(positions, turns, like, 1.0);
        }
    }

    private static float[] frequencies(int headWidth, double theta) {
        float[] frequencies = new float[headWidth / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (1.0 / Math.pow(theta, 2.0 * i / headWidth));
        }
        return frequencies;
    }
}
