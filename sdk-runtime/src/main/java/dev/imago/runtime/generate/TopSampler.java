package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.generate.Sampler;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws from the most likely tokens: logits divided by the temperature, cut to the {@code topK}
 * best, then to the smallest set of at least {@code topP} probability (nucleus sampling, arXiv
 * 1904.09751), as Hugging Face orders these steps.
 *
 * @param temperature above 0
 * @param topK 0 keeps all
 * @param topP 1 keeps all
 */
public record TopSampler(double temperature, int topK, double topP) implements Sampler {
    /** The sampler that options ask for. */
    public static Sampler of(GenerationOptions options) {
        return options.temperature() == 0
                ? Sampler.GREEDY
                : new TopSampler(options.temperature(), options.topK(), options.topP());
    }

    @Override
    public int sample(NDArray logits, RandomGenerator random) {
        float[] values = logits.toFloatArray();
        int[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(values[b], values[a]))
                        .mapToInt(Integer::intValue)
                        .limit(topK == 0 ? values.length : topK)
                        .toArray();
        double[] weights = softmax(values, order);
        int kept = nucleus(weights);
        double total = Arrays.stream(weights, 0, kept).sum();
        double drawn = random.nextDouble() * total;
        for (int i = 0; i < kept; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return order[i];
            }
        }
        return order[kept - 1];
    }

    private double[] softmax(float[] values, int[] order) {
        double highest = values[order[0]];
        double[] weights = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            weights[i] = Math.exp((values[order[i]] - highest) / temperature);
        }
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    private int nucleus(double[] weights) {
        double mass = 0;
        for (int i = 0; i < weights.length; i++) {
            mass += weights[i];
            if (mass >= topP) {
                return i + 1;
            }
        }
        return weights.length;
    }
}
