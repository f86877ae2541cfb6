package dev.imago.plugins.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.Picture;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.SteppedDecoder.Listener;
import dev.imago.api.model.SteppedDecoder.Row;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionDecoderTest {
    private static final FeatureShape VISUAL = new FeatureShape(5, 6);
    private static final RenderOptions THREE = new RenderOptions(7, 3, 4);

    private final Bed bed = new Bed();
    private final Autograd.Scope off = Autograd.off();
    private DiffusionDecoder decoder;

    @BeforeEach
    void build() {
        decoder = decoder(config(Bed.unet(""), Bed.vae(), 8), VISUAL);
    }

    @AfterEach
    void close() {
        off.close();
        bed.close();
    }

    private static DiffusionConfig config(UNetConfig unet, VaeConfig vae, int atOnce) {
        return new DiffusionConfig(
                null,
                unet,
                vae,
                new ProjectorConfig("mlp", null, 10, null, null, 2, null, 9, null),
                null,
                null,
                null,
                null,
                5,
                2.0,
                null,
                null,
                atOnce,
                null);
    }

    private DiffusionDecoder decoder(DiffusionConfig config, FeatureShape visual) {
        ParameterStore store = bed.store();
        DiffusionDecoder built =
                new DiffusionDecoder(config, store.root(), visual, bed.ops(), Precision.FP32);
        store.initialise(5);
        return built;
    }

    private NDArray tokens(int pictures) {
        return bed.normal(11, pictures, VISUAL.tokens(), VISUAL.width());
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-4f);
    }

    @Test
    void renders_pictures_of_the_trained_size_between_0_and_1() {
        NDArray pictures = decoder.render(tokens(2), THREE);
        assertThat(pictures.getShape()).isEqualTo(new Shape(2, 3, 16, 16));
        assertThat(pictures.min().getFloat()).isBetween(0f, 1f);
        assertThat(pictures.max().getFloat()).isBetween(0f, 1f);
        assertThat(
                        pictures.get(new NDIndex(0))
                                .sub(pictures.get(new NDIndex(1)))
                                .abs()
                                .max()
                                .getFloat())
                .isPositive();
    }

    @Test
    void a_picture_is_the_same_alone_and_in_a_batch() {
        NDArray tokens = tokens(3);
        NDArray together = decoder.render(tokens, THREE);
        NDArray alone = decoder.render(tokens.get(new NDIndex("2:3")), THREE.withSeed(9));
        assertClose(together.get(new NDIndex("2:3")), alone);
        DiffusionDecoder narrow = decoder(config(Bed.unet(""), Bed.vae(), 2), VISUAL);
        assertClose(narrow.render(tokens, THREE), together);
    }

    @Test
    void several_scales_in_one_batch_render_as_each_alone() {
        NDArray one = tokens(1);
        NDArray both =
                decoder.render(
                        one.repeat(0, 3),
                        List.of(new Row(7, 1), new Row(7, 4), new Row(7, 0)),
                        THREE,
                        Listener.NONE);
        assertClose(both.get(new NDIndex("0:1")), decoder.render(one, THREE.withGuidance(1)));
        assertClose(both.get(new NDIndex("1:2")), decoder.render(one, THREE));
        assertClose(both.get(new NDIndex("2:3")), decoder.render(one, THREE.withGuidance(2)));
    }

    @Test
    void every_sampler_renders_and_each_step_is_told_with_a_preview() {
        for (String sampler : dev.imago.plugins.diffusion.scheduler.Schedulers.names()) {
            List<Integer> steps = new ArrayList<>();
            RenderOptions options = new RenderOptions(7, 4, 2, sampler, 0, 0, null);
            NDArray picture =
                    decoder.render(
                            tokens(1),
                            List.of(new Row(7, 2)),
                            options,
                            (first, progress) -> {
                                try (NDArray preview = progress.preview().get()) {
                                    assertThat(preview.getShape()).isEqualTo(new Shape(1, 3, 8, 8));
                                }
                                steps.add(progress.step());
                            });
            assertThat(steps.size()).as(sampler).isGreaterThanOrEqualTo(4);
            assertThat(picture.isNaN().any().getBoolean()).as(sampler).isFalse();
        }
    }

    @Test
    void little_strength_stays_near_the_picture_it_starts_from() {
        // Of pixels, so that no autoencoder stands between the start and what is rendered.
        UNetConfig pixels = Bed.unet(", \"in_channels\": 3, \"out_channels\": 3");
        decoder = decoder(config(pixels, null, 8), VISUAL);
        byte[] rgb = new byte[8 * 8 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (40 + i);
        }
        Picture start = new Picture(8, 8, rgb);
        float before = 0;
        for (double strength : new double[] {0.2, 0.6, 1}) {
            float off = distance(rendered(start, strength), start);
            assertThat(off).as("strength " + strength).isGreaterThan(before);
            before = off;
        }
        assertThat(distance(rendered(start, 0.2), start)).isLessThan(0.06f);
        assertThat(before).isGreaterThan(0.2f);
        NDArray noise = decoder.render(tokens(1), new RenderOptions(7, 5, 2, "ddim", 0, 0, null));
        assertThat(distance(noise, start)).isGreaterThan(0.2f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "ddim", "euler", "euler-ancestral", "dpm2m", "dpm2m-karras"})
    void too_little_strength_for_one_step_gives_the_picture_back(String sampler) {
        decoder =
                decoder(
                        config(Bed.unet(", \"in_channels\": 3, \"out_channels\": 3"), null, 8),
                        VISUAL);
        byte[] rgb = new byte[8 * 8 * 3];
        new Random(5).nextBytes(rgb);
        Picture start = new Picture(8, 8, rgb);
        assertThat(distance(rendered(start, 0, sampler), start)).isLessThan(1e-6f);
        assertThat(distance(rendered(start, 0.19, sampler), start)).isLessThan(1e-6f);
        assertThat(distance(rendered(start, 0.2, sampler), start)).isGreaterThan(1e-3f);
    }

    private NDArray rendered(Picture start, double strength) {
        return rendered(start, strength, "ddim");
    }

    private NDArray rendered(Picture start, double strength, String sampler) {
        RenderOptions.Start from = new RenderOptions.Start(start, strength);
        return decoder.render(tokens(1), new RenderOptions(7, 5, 2, sampler, 0, 0, from));
    }

    /** The mean difference of values in 0..1. */
    private float distance(NDArray rendered, Picture picture) {
        int plane = picture.width() * picture.height();
        float[] values = rendered.toFloatArray();
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            int level = picture.rgb()[i % plane * 3 + i / plane] & 0xff;
            sum += Math.abs(values[i] - level / 255f);
        }
        return sum / values.length;
    }

    @Test
    void pixels_are_denoised_where_there_is_no_autoencoder() {
        UNetConfig pixels = Bed.unet(", \"in_channels\": 3, \"out_channels\": 3");
        DiffusionDecoder direct = decoder(config(pixels, null, 8), VISUAL);
        assertThat(direct.render(tokens(1), THREE).getShape()).isEqualTo(new Shape(1, 3, 8, 8));
        assertThat(direct.texts()).doesNotContainKey("vae/config.json");
    }

    @Test
    void another_size_is_rendered_when_asked_for() {
        RenderOptions wide = new RenderOptions(7, 2, 1, null, 12, 20, null);
        assertThat(decoder.render(tokens(1), wide).getShape()).isEqualTo(new Shape(1, 3, 12, 20));
        RenderOptions odd = new RenderOptions(7, 2, 1, null, 13, 20, null);
        assertThatThrownBy(() -> decoder.render(tokens(1), odd))
                .hasMessageContaining("multiples of 2, but was asked for 20×13");
    }

    @Test
    void tokens_of_another_width_or_count_are_refused_with_both_numbers() {
        String trained = "trained on 5 visual tokens of width 6 a picture, but was given ";
        assertThatThrownBy(() -> decoder.render(bed.normal(1, 1, 5, 7), THREE))
                .hasMessageContaining(trained + "5 of width 7");
        assertThatThrownBy(() -> decoder.render(bed.normal(1, 1, 4, 6), THREE))
                .hasMessageContaining(trained + "4 of width 6");
        assertThatThrownBy(() -> decoder.render(bed.normal(1, 5, 6), THREE))
                .hasMessageContaining(trained + "an array of shape (5, 6)");
        DiffusionConfig config = config(Bed.unet(""), Bed.vae(), 8);
        assertThatThrownBy(() -> decoder(config, new FeatureShape(10, 6)))
                .hasMessageContaining("9 rows, but is given 10 visual tokens");
    }

    @Test
    void another_count_of_tokens_than_in_training_is_refused_with_both_numbers() {
        DiffusionConfig stored = (DiffusionConfig) decoder.storedConfig();
        assertThatThrownBy(() -> decoder(stored, new FeatureShape(4, 6)))
                .hasMessageContaining("trained on 5 visual tokens a picture, but is given 4");
    }

    @Test
    void what_is_no_number_is_refused() {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            NDArray tokens = tokens(1);
            tokens.set(new NDIndex("0, 1, 2"), bad);
            assertThatThrownBy(() -> decoder.render(tokens, THREE))
                    .hasMessageContaining("not finite numbers");
        }
    }

    @Test
    void an_unknown_sampler_and_guidance_below_1_are_refused() {
        RenderOptions unknown = new RenderOptions(7, 3, 2, "dimm", 0, 0, null);
        assertThatThrownBy(() -> decoder.render(tokens(1), unknown)).hasMessageContaining("dimm");
        assertThatThrownBy(() -> new RenderOptions(7, 3, 0.5))
                .hasMessageContaining("guidance is 0.5");
        assertThatThrownBy(() -> new RenderOptions(7, -1, 2)).hasMessageContaining("steps is -1");
    }

    @Test
    void sizes_come_from_the_folder_or_the_recipe_and_never_from_both() {
        Path folder =
                Path.of("../../integration-tests/src/test/resources/parity/decoder/models/tiny-b");
        ProjectorConfig projector =
                new ProjectorConfig("mlp", null, 10, null, null, 2, null, 9, null);
        DiffusionDecoder started = decoder(from(folder, null, projector), VISUAL);
        assertThat(started.startsFrom()).contains(folder);
        DiffusionConfig stored = (DiffusionConfig) started.storedConfig();
        assertThat(stored.weights()).isNull();
        assertThat(stored.unet().blockOutChannels()).containsExactly(16, 32);
        assertThat(stored.sampler()).isEqualTo("pndm");
        assertThatThrownBy(() -> decoder(from(folder, Bed.unet(""), projector), VISUAL))
                .hasMessageContaining("model.decoder.unet: has other sizes than the folder");
        assertThatThrownBy(() -> decoder(config(null, Bed.vae(), 8), VISUAL))
                .hasMessageContaining("unet: is missing");
    }

    private static DiffusionConfig from(Path folder, UNetConfig unet, ProjectorConfig projector) {
        return new DiffusionConfig(
                folder, unet, null, projector, null, null, null, null, 5, 2.0, null, null, 8, null);
    }

    @Test
    void stored_keys_need_no_folder_and_build_the_same() {
        DiffusionConfig stored = (DiffusionConfig) decoder.storedConfig();
        assertThat(stored.weights()).isNull();
        assertThat(stored.projector().inputDim()).isEqualTo(6);
        assertThat(stored.projector().outputDim()).isEqualTo(12);
        assertThat(decoder(stored, VISUAL).storedConfig()).isEqualTo(stored);
        assertThat(decoder.texts())
                .containsKeys(
                        "unet/config.json",
                        "vae/config.json",
                        "scheduler/scheduler_config.json",
                        "model_config.json",
                        "model_index.json");
    }

    @Test
    void rendering_leaves_nothing_behind() {
        NDArray tokens = tokens(1);
        Listener looks = (first, progress) -> progress.preview().get().close();
        Runnable render =
                () -> {
                    try (NDManager scope = bed.manager().newSubManager()) {
                        NDArray own = tokens.duplicate();
                        own.attach(scope);
                        decoder.render(own, List.of(new Row(1, 3)), THREE, looks);
                    }
                };
        render.run();
        int before = bed.live();
        render.run();
        assertThat(bed.live()).isEqualTo(before);
    }
}
