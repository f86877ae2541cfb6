package dev.imago.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureNorm;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisualNoiseTest {
    private static final int TOKENS = 4;
    private static final int WIDTH = 64;

    private static final FeatureNorm AS_THEY_ARE =
            new FeatureNorm() {
                @Override
                public NDArray normalise(NDArray features) {
                    return features;
                }

                @Override
                public NDArray project(NDArray prediction) {
                    return prediction;
                }
            };

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final VisualNoise noise = new VisualNoise(0.5, 7, AS_THEY_ARE);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void an_image_s_noise_is_the_same_whatever_stands_beside_it() {
        float[] together = noisy(noise, 20, 21, 21, 40);
        float[] first = noisy(noise, 20);
        float[] others = noisy(noise, 21, 21, 40);

        int perImage = TOKENS * WIDTH;
        assertThat(first).isEqualTo(Arrays.copyOf(together, perImage));
        assertThat(others).isEqualTo(Arrays.copyOfRange(together, perImage, together.length));
    }

    @Test
    void images_of_one_example_have_noise_of_their_own() {
        float[] two = noisy(noise, 3, 3);

        int perImage = TOKENS * WIDTH;
        assertThat(Arrays.copyOf(two, perImage))
                .isNotEqualTo(Arrays.copyOfRange(two, perImage, two.length));
    }

    @Test
    void it_is_as_large_as_told_and_another_seed_has_other_noise() {
        float[] values = noisy(noise, 1, 2, 3, 4, 5, 6, 7, 8);

        double squares =
                IntStream.range(0, values.length).mapToDouble(i -> values[i] * values[i]).sum();
        double deviation = Math.sqrt(squares / values.length) * Math.sqrt(WIDTH);
        assertThat(deviation).isCloseTo(0.5, within(0.03));
        assertThat(noisy(new VisualNoise(0.5, 8, AS_THEY_ARE), 1)).isNotEqualTo(noisy(noise, 1));
    }

    @Test
    void none_leaves_the_array_as_it_is() {
        NDArray clean = manager.ones(new Shape(1, TOKENS, WIDTH));

        VisualNoise none = new VisualNoise(0, 7, AS_THEY_ARE);
        assertThat(none.apply(clean, new long[] {1})).isSameAs(clean);
        assertThat(none.applyToDrawn(clean, new long[] {1}, new boolean[] {true})).isSameAs(clean);
    }

    @Test
    void images_that_are_not_drawn_stay_clean() {
        NDArray clean = manager.ones(new Shape(2, TOKENS, WIDTH));

        float[] read =
                noise.applyToDrawn(clean, new long[] {1, 2}, new boolean[] {false, true})
                        .toFloatArray();

        int perImage = TOKENS * WIDTH;
        float[] ones = manager.ones(new Shape(perImage)).toFloatArray();
        assertThat(Arrays.copyOf(read, perImage)).isEqualTo(ones);
        assertThat(Arrays.copyOfRange(read, perImage, read.length)).isNotEqualTo(ones);
    }

    /** The noise on tokens that are zeros. */
    private float[] noisy(VisualNoise noise, long... examples) {
        NDArray clean = manager.zeros(new Shape(examples.length, TOKENS, WIDTH));
        return noise.apply(clean, examples).toFloatArray();
    }
}
