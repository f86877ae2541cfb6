package dev.imago.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.generate.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopSamplerTest {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void draws_as_often_as_the_softmax_says() {
        double[] shares = shares(new TopSampler(1, 0, 1), 20_000);

        assertThat(shares[0]).isBetween(0.62, 0.68); // e² / (e² + e + 1) = 0.665, e⁰ = 0.09
        assertThat(shares[1]).isBetween(0.22, 0.27);
        assertThat(shares[2]).isBetween(0.07, 0.11);
    }

    @Test
    void top_k_keeps_the_best() {
        assertThat(shares(new TopSampler(1, 2, 1), 2000)[2]).isZero();
    }

    @Test
    void top_p_keeps_the_smallest_set_that_reaches_it() {
        double[] shares = shares(new TopSampler(1, 0, 0.7), 2000);

        assertThat(shares[1]).isPositive();
        assertThat(shares[2]).isZero();
    }

    @Test
    void the_same_seed_draws_the_same() {
        Sampler sampler = new TopSampler(2, 0, 1);
        NDArray logits = manager.create(new float[] {2, 1, 0});

        int[] first = draw(sampler, logits);

        assertThat(draw(sampler, logits)).isEqualTo(first);
    }

    /** Against sorting the whole vocabulary, in double precision. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0.9",
        "0.2, 0, 0.95",
        "1, 50, 1",
        "3, 40, 0.5",
        "0.7, 9999, 0.99",
        "2, 1, 1"
    })
    void cuts_a_large_vocabulary_as_a_full_sort_does(double temperature, int topK, double topP) {
        float[] values = new float[5000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-12, 12);
        }
        values[17] = Float.NEGATIVE_INFINITY;
        NDArray logits = manager.create(values);
        SplittableRandom own = new SplittableRandom(8);
        SplittableRandom reference = new SplittableRandom(8);
        for (int draw = 0; draw < 200; draw++) {
            assertThat(new TopSampler(temperature, topK, topP).sample(logits, own))
                    .isEqualTo(sorted(values, temperature, topK, topP, reference.nextDouble()));
        }
    }

    private static int sorted(
            float[] values, double temperature, int topK, double topP, double at) {
        int[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(values[b], values[a]))
                        .mapToInt(Integer::intValue)
                        .limit(topK == 0 ? values.length : topK)
                        .toArray();
        double[] weights =
                IntStream.of(order)
                        .mapToDouble(i -> Math.exp((values[i] - values[order[0]]) / temperature))
                        .toArray();
        double all = Arrays.stream(weights).sum();
        int kept = 0;
        double mass = 0;
        while (kept < weights.length && mass < topP * all) {
            mass += weights[kept++];
        }
        double drawn = at * mass;
        int i = 0;
        while (i < kept - 1 && drawn >= weights[i]) {
            drawn -= weights[i++];
        }
        return order[i];
    }

    @Test
    void what_is_impossible_is_never_drawn() {
        NDArray logits =
                manager.create(new float[] {Float.NEGATIVE_INFINITY, 1, Float.NEGATIVE_INFINITY});
        for (Sampler sampler : List.of(new TopSampler(1, 0, 1), new TopSampler(1, 3, 0.9))) {
            assertThat(draw(sampler, logits)).containsOnly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN})
    void something_is_drawn_of_equals_and_where_there_are_no_numbers(float value) {
        float[] values = new float[5001];
        Arrays.fill(values, value);
        NDArray logits = manager.create(values);
        for (Sampler sampler :
                List.of(
                        new TopSampler(0.3, 0, 1e-12),
                        new TopSampler(1, 5, 0.9),
                        new TopSampler(1, 0, 1))) {
            assertThat(IntStream.of(draw(sampler, logits)).boxed())
                    .allMatch(token -> token >= 0 && token < 5001);
        }
    }

    @Test
    void temperature_zero_is_greedy() {
        assertThat(TopSampler.of(GenerationOptions.DEFAULT)).isSameAs(Sampler.GREEDY);
    }

    private static int[] draw(Sampler sampler, NDArray logits) {
        SplittableRandom random = new SplittableRandom(5);
        int[] drawn = new int[50];
        Arrays.setAll(drawn, i -> sampler.sample(logits, random));
        return drawn;
    }

    private double[] shares(Sampler sampler, int draws) {
        NDArray logits = manager.create(new float[] {2, 1, -0.0f});
        SplittableRandom random = new SplittableRandom(3);
        double[] shares = new double[3];
        for (int i = 0; i < draws; i++) {
            shares[sampler.sample(logits, random)] += 1.0 / draws;
        }
        return shares;
    }
}
