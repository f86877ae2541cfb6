package dev.imago.api.nn;

import dev.imago.api.Api;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * How rotary frequencies are stretched; keys as in {@code rope_scaling} of config.json.
 *
 * @param ropeType which rule
 * @param factor how many times longer the context
 * @param lowFreqFactor of llama3: longer wavelengths are stretched in full
 * @param highFreqFactor of llama3: shorter wavelengths are kept
 * @param originalMaxPositionEmbeddings of llama3: the context before stretching
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record RopeScaling(
        @Doc("default (none), linear or llama3") String ropeType,
        @Doc("how many times longer the context") Double factor,
        @Doc("llama3: longer wavelengths are stretched in full") Double lowFreqFactor,
        @Doc("llama3: shorter wavelengths are kept") Double highFreqFactor,
        @Doc("llama3: the context before stretching") Integer originalMaxPositionEmbeddings) {
    /** No stretching. */
    public static final RopeScaling NONE = new RopeScaling("default", null, null, null, null);

    /** Defaults and checks. */
    public RopeScaling {
        ropeType =
                Check.oneOf(
                        ropeType, "default", List.of("default", "linear", "llama3"), "rope_type");
        factor = Check.between(factor, ropeType.equals("llama3") ? 8.0 : 1.0, 1, 1e6, "factor");
        lowFreqFactor = Check.between(lowFreqFactor, 1.0, 0, 1e6, "low_freq_factor");
        highFreqFactor = Check.between(highFreqFactor, 4.0, 0, 1e6, "high_freq_factor");
        originalMaxPositionEmbeddings =
                Check.positive(
                        originalMaxPositionEmbeddings, 8192, "original_max_position_embeddings");
        if (ropeType.equals("llama3") && highFreqFactor <= lowFreqFactor) {
            throw new InvalidValueException(
                    "high_freq_factor",
                    "is " + highFreqFactor + ", expected more than low_freq_factor");
        }
    }

    /** The frequencies of heads of a width, stretched. */
    public RotaryEmbedding embedding(Ops ops, int headWidth, double theta) {
        return switch (ropeType) {
            case "linear" -> RotaryEmbedding.linear(ops, headWidth, theta, factor);
            case "llama3" ->
                    RotaryEmbedding.llama3(
                            ops,
                            headWidth,
                            theta,
                            factor,
                            lowFreqFactor,
                            highFreqFactor,
                            originalMaxPositionEmbeddings);
            default -> RotaryEmbedding.standard(ops, headWidth, theta);
        };
    }
}
