package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import java.util.SplittableRandom;

/**
 * Noise on the visual tokens a model reads while it is trained, so that it bears the imperfect
 * tokens it will feed itself when it draws. The noise of a shard depends only on seed and number.
 */
final class VisualNoise {
    private final double deviation;
    private final long seed;
    private final FeatureNorm norm;

    /**
     * @param deviation standard deviation times {@code √D}; 0 adds nothing
     * @param norm brings noisy tokens back onto the scale of clean ones
     */
    VisualNoise(double deviation, long seed, FeatureNorm norm) {
        this.deviation = deviation;
        this.seed = seed;
        this.norm = norm;
    }

    /** {@code [N, K, D]} clean tokens to noisy ones; the same array where nothing is added. */
    NDArray apply(NDArray clean, long step, int shard) {
        if (deviation == 0) {
            return clean;
        }
        SplittableRandom random = new SplittableRandom(seed + step * 0x9E3779B97F4A7C15L + shard);
        float[] values = new float[Math.toIntExact(clean.size())];
        double scale = deviation / Math.sqrt(clean.getShape().get(2));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        NDArray noise = clean.getManager().create(values, clean.getShape());
        return norm.project(clean.add(noise));
    }
}
