package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationEvent.ImageProgress;
import dev.imago.api.generate.GenerationEvent.ImageReady;
import dev.imago.api.generate.GenerationEvent.ImageStarted;
import dev.imago.api.generate.GenerationEvent.VisualToken;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.RenderOptions.Start;
import dev.imago.runtime.Imago;
import dev.imago.runtime.model.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole model whose pictures a diffusion decoder renders, as a program uses it. */
class DiffusionModelTest {
    private static final String DECODER =
            "model.decoder={type: diffusion, steps: 3, guidance: 2,"
                    + " projector: {hidden_dim: 8, context_tokens: 6},"
                    + " unet: {sample_size: 4, block_out_channels: [8, 16], layers_per_block: [1],"
                    + " norm_num_groups: 4, attention_head_dim: [2], cross_attention_dim: [12]},"
                    + " vae: {block_out_channels: [8, 16], layers_per_block: 1,"
                    + " norm_num_groups: 4}}";
    private static final int TOKENS = 4;
    private static final int WIDTH = 32;

    @TempDir private static Path folder;
    private static Imago imago;

    @BeforeAll
    static void open() {
        try (TinyModel tiny = new TinyModel(DECODER)) {
            new ModelFolder(folder).save(tiny.session(), "# Tiny\n");
        }
        imago = Imago.open(folder);
    }

    @AfterAll
    static void close() {
        imago.close();
    }

    private static float[][] tokens(int count, int width) {
        float[][] tokens = new float[count][width];
        for (int k = 0; k < count; k++) {
            for (int d = 0; d < width; d++) {
                tokens[k][d] = (float) Math.sin(k * width + d);
            }
        }
        return tokens;
    }

    private static GenerationOptions options(long seed, Start start) {
        RenderOptions render = new RenderOptions(seed, 4, 2, "ddim", 0, 0, start);
        return new GenerationOptions(60, 1, 1, 0, 1, seed, render);
    }

    /** An untrained model draws where chance has it. */
    private static long drawingSeed(Conversation request) {
        for (long seed = 0; seed < 50; seed++) {
            List<GenerationEvent> events = new ArrayList<>();
            imago.generate(request, options(seed, null), events::add);
            if (events.stream().anyMatch(ImageReady.class::isInstance)) {
                return seed;
            }
        }
        throw new AssertionError("no seed draws");
    }

    private static Picture ready(List<GenerationEvent> events) {
        return events.stream()
                .filter(ImageReady.class::isInstance)
                .map(event -> ((ImageReady) event).picture())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_denoising_step_is_told_in_order_with_a_preview() {
        Conversation request = Conversation.of(Turn.user("draw a red bag ."));
        List<GenerationEvent> events = new ArrayList<>();
        imago.generate(request, options(drawingSeed(request), null), events::add);
        List<GenerationEvent> drawing =
                events.stream()
                        .filter(event -> !(event instanceof GenerationEvent.TextDelta))
                        .toList();

        assertThat(drawing.subList(0, drawing.size() - 1))
                .extracting(Object::getClass)
                .containsExactly(
                        List.<Class<?>>of(
                                        ImageStarted.class,
                                        VisualToken.class,
                                        VisualToken.class,
                                        VisualToken.class,
                                        VisualToken.class,
                                        ImageProgress.class,
                                        ImageProgress.class,
                                        ImageProgress.class,
                                        ImageProgress.class,
                                        ImageReady.class)
                                .toArray(Class<?>[]::new));
        List<ImageProgress> steps =
                drawing.stream()
                        .filter(ImageProgress.class::isInstance)
                        .map(ImageProgress.class::cast)
                        .toList();
        assertThat(steps).extracting(ImageProgress::step).containsExactly(1, 2, 3, 4);
        assertThat(steps).allMatch(step -> step.index() == 0 && step.steps() == 4);
        // A preview has a pixel for each of the 4×4 latents, the picture four.
        assertThat(steps)
                .extracting(ImageProgress::preview)
                .allMatch(preview -> preview.width() == 4 && preview.height() == 4);
        assertThat(steps.get(0).preview().rgb()).isNotEqualTo(steps.get(3).preview().rgb());
        assertThat(ready(events).width()).isEqualTo(8);
    }

    @Test
    void tokens_of_another_count_or_width_are_refused_with_both_numbers() {
        assertThat(imago.render(List.<float[][]>of(tokens(TOKENS, WIDTH)), RenderOptions.DEFAULT))
                .hasSize(1);
        assertRefused(tokens(5, WIDTH), "picture 1: has 5 visual tokens, expected 4");
        assertRefused(tokens(3, WIDTH), "picture 1: has 3 visual tokens, expected 4");
        assertRefused(new float[0][], "picture 1: has 0 visual tokens, expected 4");
        assertRefused(tokens(TOKENS, 31), "visual token 0: has width 31, expected 32");
    }

    @Test
    void values_that_are_not_finite_are_refused_with_their_place() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[][] tokens = tokens(TOKENS, WIDTH);
            tokens[2][7] = bad;
            assertRefused(tokens, "picture 1, visual token 2: has the value " + bad);
        }
    }

    @Test
    void a_drawing_starts_from_the_picture_that_the_request_shows() {
        Conversation request =
                Conversation.of(Turn.user(TinyModel.picture(1), new Part.Text("make it green .")));
        long seed = drawingSeed(request);
        List<GenerationEvent> events = new ArrayList<>();
        imago.generate(request, options(seed, Start.ofRequest(0.3)), events::add);

        float[][] drawn =
                events.stream()
                        .filter(VisualToken.class::isInstance)
                        .map(event -> ((VisualToken) event).values())
                        .toArray(float[][]::new);
        Picture shown = ((Part.Image) request.turns().get(0).parts().get(0)).source().load();
        Picture given = rendered(drawn, seed, new Start(shown, 0.3));
        assertThat(ready(events).rgb()).isEqualTo(given.rgb());
        // Of four steps at strength 0.3 one is left, at 1 all four.
        assertThat(events).filteredOn(ImageProgress.class::isInstance).hasSize(1);
        Picture noise = rendered(drawn, seed, null);
        Picture all = rendered(drawn, seed, new Start(shown, 1));
        assertThat(distance(all, noise)).isLessThan(distance(given, noise));
    }

    private static Picture rendered(float[][] tokens, long seed, Start start) {
        RenderOptions options = options(seed, start).render();
        return imago.render(List.<float[][]>of(tokens), options).get(0);
    }

    private static double distance(Picture a, Picture b) {
        double sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
        }
        return sum / a.rgb().length;
    }

    @Test
    void a_request_without_one_picture_to_start_from_is_refused() {
        GenerationOptions options = options(0, Start.ofRequest(0.5));
        assertThatThrownBy(() -> answer(Conversation.of(Turn.user("draw .")), options))
                .hasMessageContaining("request: shows no picture, expected one for the drawing");
        Turn both = Turn.user(TinyModel.picture(1), TinyModel.picture(2));
        assertThatThrownBy(() -> answer(Conversation.of(both), options))
                .hasMessageContaining("request: shows 2 pictures, expected one for the drawing");
        List<float[][]> tokens = List.<float[][]>of(tokens(TOKENS, WIDTH));
        assertThatThrownBy(() -> imago.render(tokens, options.render()))
                .hasMessageContaining("start: has no picture");
    }

    private static void answer(Conversation request, GenerationOptions options) {
        imago.generate(request, options, event -> {});
    }

    @Test
    void a_decoder_of_one_step_refuses_to_start_from_a_picture(@TempDir Path other) {
        try (TinyModel tiny = new TinyModel("model.decoder={type: pixel, channels: [16, 8]}")) {
            new ModelFolder(other).save(tiny.session(), "# Tiny\n");
        }
        Conversation request = Conversation.of(Turn.user(TinyModel.picture(1)));
        try (Imago pixel = Imago.open(other)) {
            List<GenerationEvent> events = new ArrayList<>();
            assertThatThrownBy(
                            () ->
                                    pixel.generate(
                                            request, options(0, Start.ofRequest(0.5)), events::add))
                    .hasMessageContaining("model.decoder: can't start from a picture");
            assertThat(events).isEmpty();
        }
    }

    private static void assertRefused(float[][] second, String message) {
        List<float[][]> both = List.of(tokens(TOKENS, WIDTH), second);
        assertThatThrownBy(() -> imago.render(both, RenderOptions.DEFAULT))
                .hasMessageContaining(message);
    }
}
