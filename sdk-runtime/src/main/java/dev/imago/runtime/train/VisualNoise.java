package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureNorm;
import dev.imago.runtime.data.Mix64;

/**
 * Noise on the visual tokens a model reads back while it learns to draw, so that it bears the
 * imperfect tokens it will feed itself. Images that it is asked about come clean, as in use. An
 * image's noise depends only on the seed, its example's position in the run and its place in the
 * example, not on how a step is split.
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

    /**
     * {@code [N, K, D]} clean tokens to noisy ones; the same array where nothing is added.
     *
     * @param examples the position in the run of each image's example, {@code [N]}; images of one
     *     example follow each other in its order
     */
    NDArray apply(NDArray clean, long[] examples) {
        if (deviation == 0) {
            return clean;
        }
        float[] values = new float[Math.toIntExact(clean.size())];
        int perImage = values.length / examples.length;
        double scale = deviation / Math.sqrt(clean.getShape().get(2));
        int place = 0;
        for (int n = 0; n < examples.length; n++) {
            place = n > 0 && examples[n] == examples[n - 1] ? place + 1 : 0;
            Mix64 random = new Mix64(seed, examples[n], place);
            for (int i = n * perImage; i < (n + 1) * perImage; i++) {
                values[i] = (float) (scale * random.nextGaussian());
            }
        }
        NDArray noise = clean.getManager().create(values, clean.getShape());
        return norm.project(clean.add(noise));
    }

    /**
     * As {@link #apply}, where only some images are noisy.
     *
     * @param drawn for each image, whether the model draws it, {@code [N]}
     */
    NDArray applyToDrawn(NDArray clean, long[] examples, boolean[] drawn) {
        if (deviation == 0) {
            return clean;
        }
        float[] share = new float[drawn.length];
        for (int n = 0; n < drawn.length; n++) {
            share[n] = drawn[n] ? 1 : 0;
        }
        NDArray shares = clean.getManager().create(share, new Shape(drawn.length, 1, 1));
        return clean.add(apply(clean, examples).sub(clean).mul(shares));
    }
}
