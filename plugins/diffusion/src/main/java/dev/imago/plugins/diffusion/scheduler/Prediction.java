package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import dev.imago.api.plugin.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a model answers of a noised sample {@code x = signal · clean + noise · e}: the noise, the
 * velocity {@code v = signal · e - noise · clean} (Salimans and Ho 2022), or the clean sample.
 */
public enum Prediction {
    /** The noise. */
    EPSILON,
    /** The velocity. */
    V_PREDICTION,
    /** The clean sample. */
    SAMPLE;

    /** As config files spell them. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

    /** The one of a name, as config files spell it. */
    public static Prediction of(String name) {
        return values()[NAMES.indexOf(name)];
    }

    /** This, where a scheduler has no rule for predicted samples. */
    Prediction withoutSample(String scheduler) {
        if (this == SAMPLE) {
            throw new InvalidValueException(
                    "prediction_type",
                    "is 'sample', which "
                            + scheduler
                            + " has no rule for; expected epsilon or"
                            + " v_prediction");
        }
        return this;
    }

    /**
     * The clean sample.
     *
     * @param output the model's answer, {@code [B, C, H, W]}
     * @param sample the noised sample
     * @param signal share of the clean sample in it
     * @param noise share of the noise in it
     * @return owned by the manager of {@code sample}
     */
    NDArray clean(NDArray output, NDArray sample, double signal, double noise) {
        return switch (this) {
            case EPSILON -> Blend.of(sample, 1 / signal, output, -noise / signal);
            case V_PREDICTION -> Blend.of(sample, signal, output, -noise);
            case SAMPLE -> Blend.of(sample, 0, output, 1);
        };
    }

    /** The noise, as {@link #clean} has the clean sample. */
    NDArray noise(NDArray output, NDArray sample, double signal, double noise) {
        return switch (this) {
            case EPSILON -> Blend.of(sample, 0, output, 1);
            case V_PREDICTION -> Blend.of(sample, noise, output, signal);
            case SAMPLE -> Blend.of(sample, 1 / noise, output, -signal / noise);
        };
    }
}
