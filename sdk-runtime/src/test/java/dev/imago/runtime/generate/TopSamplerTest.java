package dev.imago.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.generate.Sampler;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
