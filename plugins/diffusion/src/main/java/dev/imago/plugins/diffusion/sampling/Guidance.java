package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * Classifier-free guidance: away from what the model predicts for no picture, each row by a scale
 * of its own.
 *
 * @param scales one a row, at least 1; at 1 a row follows its context alone
 */
public record Guidance(List<Double> scales) {
    private static final double NONE = 1;

    /** Copies the list and checks it. */
    public Guidance {
        scales = List.copyOf(scales);
        for (double scale : scales) {
            if (!(scale >= NONE) || Double.isInfinite(scale)) {
                throw new InvalidValueException(
                        "guidance", "is " + scale + ", expected a number of at least 1");
            }
        }
    }

    /** Whether any row needs the prediction for no picture. */
    public boolean isOn() {
        return scales.stream().anyMatch(scale -> scale > NONE);
    }

    /**
     * Combines predictions.
     *
     * @param negative {@code [B, C, H, W]} for no picture
     * @param positive the same shape, for the context
     * @return the same shape, owned by the manager of {@code positive}
     */
    public NDArray apply(NDArray negative, NDArray positive) {
        float[] factors = new float[scales.size()];
        float[] own = new float[scales.size()];
        for (int i = 0; i < factors.length; i++) {
            boolean guided = scales.get(i) > NONE;
            factors[i] = guided ? scales.get(i).floatValue() : 1;
            own[i] = guided ? 1 : 0;
        }
        Shape rows = new Shape(factors.length, 1, 1, 1);
        try (NDArray scale = positive.getManager().create(factors, rows);
                NDArray away = positive.getManager().create(own, rows);
                NDArray from = negative.mul(away);
                NDArray difference = positive.sub(from);
                NDArray scaled = difference.mul(scale)) {
            return from.add(scaled);
        }
    }
}
