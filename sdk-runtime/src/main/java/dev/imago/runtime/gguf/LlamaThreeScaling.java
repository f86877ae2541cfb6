package dev.imago.runtime.gguf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Llama 3.1's rope scaling: files keep what each frequency is divided by, published configs the
 * four numbers it follows from, of which only the factor ever differed.
 */
final class LlamaThreeScaling {
    private static final double LOW = 1;
    private static final double HIGH = 4;
    private static final int ORIGINAL = 8192;
    private static final double TOLERANCE = 1e-3;

    private LlamaThreeScaling() {}

    /** The keys of {@code rope_scaling} that give these divisors. */
    static Map<String, Object> of(GgufFile file, GgufTensor tensor, Optional<Double> base) {
        float[] divisors = file.floats(tensor);
        double factor = divisors[divisors.length - 1];
        double theta = base.orElse(10000.0);
        for (int i = 0; i < divisors.length; i++) {
            double expected = divisor(i, divisors.length, theta, factor);
            if (Math.abs(divisors[i] / expected - 1) > TOLERANCE) {
                throw file.metadata()
                        .unsupported(
                                tensor.name(),
                                "divides frequency "
                                        + i
                                        + " by "
                                        + divisors[i]
                                        + ", expected "
                                        + expected
                                        + " as Llama 3.1 has it");
            }
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("rope_type", "llama3");
        keys.put("factor", factor);
        keys.put("low_freq_factor", LOW);
        keys.put("high_freq_factor", HIGH);
        keys.put("original_max_position_embeddings", ORIGINAL);
        return keys;
    }

    private static double divisor(int pair, int pairs, double theta, double factor) {
        double wavelength = 2 * Math.PI * Math.pow(theta, (double) pair / pairs);
        if (wavelength < ORIGINAL / HIGH) {
            return 1;
        }
        if (wavelength > ORIGINAL / LOW) {
            return factor;
        }
        double smooth = (ORIGINAL / wavelength - LOW) / (HIGH - LOW);
        return 1 / ((1 - smooth) / factor + smooth);
    }
}
