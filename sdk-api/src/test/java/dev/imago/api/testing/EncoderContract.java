package dev.imago.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Autograd;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every {@link Encoder} must keep. Extend it and give an encoder with filled weights, small
 * enough to run in a test.
 */
public abstract class EncoderContract {
    private static final int PICTURES = 3;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    /**
     * The encoder under test, in float32.
     *
     * @param manager owns its weights; closed after the test
     */
    protected abstract Encoder encoder(NDManager manager);

    @Test
    void features_have_the_shape_it_tells() {
        Encoder encoder = encoder(leaks.manager());
        FeatureShape told = encoder.output();
        try (NDArray pixels = pixels(encoder);
                NDArray features = encode(encoder, pixels)) {
            assertThat(features.getShape())
                    .isEqualTo(new Shape(PICTURES, told.tokens(), told.width()));
            assertThat(features.toFloatArray()).doesNotContain(Float.NaN);
        }
    }

    @Test
    void preprocessing_is_that_of_rgb_pictures() {
        Preprocessing told = encoder(leaks.manager()).preprocessing();
        assertThat(told.size()).isPositive();
        assertThat(told.mean()).hasSize(3);
        assertThat(told.std()).hasSize(3).allMatch(std -> std > 0);
        assertThat(told.resample()).isIn(Preprocessing.RESAMPLES);
    }

    @Test
    void the_same_pixels_give_the_same_bits_on_any_thread() {
        Encoder encoder = encoder(leaks.manager());
        try (NDArray pixels = pixels(encoder)) {
            float[] here = values(encoder, pixels);
            List<CompletableFuture<float[]>> elsewhere =
                    IntStream.range(0, 2)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () -> values(encoder, pixels)))
                            .toList();
            assertThat(values(encoder, pixels)).isEqualTo(here);
            elsewhere.forEach(other -> assertThat(other.join()).isEqualTo(here));
        }
    }

    @Test
    void a_picture_is_encoded_alone_as_in_a_batch() {
        Encoder encoder = encoder(leaks.manager());
        try (NDArray pixels = pixels(encoder);
                NDArray one = pixels.get("1:2")) {
            float[] batch = values(encoder, pixels);
            float[] alone = values(encoder, one);
            for (int i = 0; i < alone.length; i++) {
                assertThat(batch[alone.length + i]).isCloseTo(alone[i], within(1e-4f));
            }
        }
    }

    @Test
    void pixels_stay_as_they_are() {
        Encoder encoder = encoder(leaks.manager());
        try (NDArray pixels = pixels(encoder)) {
            float[] before = pixels.toFloatArray();
            encode(encoder, pixels).close();
            assertThat(pixels.toFloatArray()).isEqualTo(before);
        }
    }

    @Test
    void only_the_features_are_left_behind() {
        Encoder encoder = encoder(leaks.manager());
        NDArray pixels = pixels(encoder);
        leaks.assertSteady(() -> encode(encoder, pixels).close());
    }

    private NDArray pixels(Encoder encoder) {
        int side = encoder.preprocessing().size();
        NDManager manager = leaks.manager();
        return manager.randomUniform(-1, 1, new Shape(PICTURES, 3, side, side));
    }

    private static NDArray encode(Encoder encoder, NDArray pixels) {
        try (Autograd.Scope still = Autograd.off()) {
            return encoder.encode(pixels);
        }
    }

    private static float[] values(Encoder encoder, NDArray pixels) {
        try (NDArray features = encode(encoder, pixels)) {
            return features.toFloatArray();
        }
    }
}
