package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.generate.Sampler;
import java.util.Arrays;
import java.util.random.RandomGenerator;

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
        float[] shares = shares(logits);
        int[] kept = topK == 0 && topP == 1 ? all(shares.length) : nucleus(shares);
        double drawn = random.nextDouble() * mass(shares, kept);
        int token = kept[0];
        for (int i = 0; i < kept.length && drawn >= 0; i++) {
            token = shares[kept[i]] > 0 ? kept[i] : token;
            drawn -= shares[kept[i]];
        }
        return token;
    }

    private float[] shares(NDArray logits) {
        try (NDArray divisor = logits.getManager().create((float) temperature);
                NDArray scaled = logits.div(divisor);
                NDArray shares = scaled.softmax(-1)) {
            return shares.toFloatArray();
        }
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, token -> token);
        return all;
    }

    private static double mass(float[] shares, int[] tokens) {
        double mass = 0;
        for (int token : tokens) {
            mass += shares[token];
        }
        return mass;
    }

    private int[] nucleus(float[] shares) {
        int[] best = best(shares, floor(shares));
        double wanted = topP * (topK == 0 ? 1 : mass(shares, best));
        int kept = 0;
        for (double mass = 0; kept < best.length && (kept == 0 || mass < wanted); kept++) {
            mass += shares[best[kept]];
        }
        return Arrays.copyOf(best, kept);
    }

    /**
     * A share below which no token is kept, so that few of a large vocabulary are sorted: all that
     * have less than an equal part of what the nucleus leaves out lie outside it. Half of that, so
     * that rounding can't put all of them there where they are equal.
     */
    private float floor(float[] shares) {
        if (topK == 0) {
            return (float) ((1 - topP) / shares.length / 2);
        }
        float floor = 1;
        while (floor > 0 && atLeast(shares, floor) < topK) {
            floor /= 4;
        }
        return floor;
    }

    private static int atLeast(float[] shares, float floor) {
        int count = 0;
        for (float share : shares) {
            count += keeps(share, floor) ? 1 : 0;
        }
        return count;
    }

    /** What is no number is kept, too, so that something is. */
    private static boolean keeps(float share, float floor) {
        return !(share < floor);
    }

    /** The likeliest first, of equals the lowest id; at most {@code topK}. */
    private int[] best(float[] shares, float floor) {
        long[] keys = new long[atLeast(shares, floor)];
        int next = 0;
        for (int token = 0; token < shares.length; token++) {
            if (keeps(shares[token], floor)) {
                // Positive floats are ordered as their bits are.
                keys[next++] = ((long) -Float.floatToIntBits(shares[token]) << 32) + token;
            }
        }
        Arrays.sort(keys);
        int[] best = new int[topK == 0 ? keys.length : Math.min(topK, keys.length)];
        Arrays.setAll(best, i -> (int) keys[i]);
        return best;
    }
}
