package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer.Answer;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationEvent.Finished;
import dev.imago.api.generate.GenerationEvent.TextDelta;
import dev.imago.api.generate.GenerationEvent.VisualToken;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.Imago;
import dev.imago.runtime.generate.Generator;
import dev.imago.runtime.model.DirectFeatures;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.recipe.TasksSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model folder holds the model, whole. */
class ModelFolderTest {
    private static final GenerationOptions OPTIONS =
            new GenerationOptions(16, 2, 1, 0, 1, 3, RenderOptions.DEFAULT);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void what_is_loaded_and_saved_again_is_the_same_to_the_bit(String precision)
            throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (TinyModel made = new TinyModel("runtime.precision=" + precision)) {
            new ModelFolder(first).save(made.session(), "# Tiny\n");
        }
        String weights = "model.weights=" + first;
        try (TinyModel loaded =
                new TinyModel("runtime.precision=" + precision, weights, "seed=8")) {
            new ModelFolder(second).save(loaded.session(), "# Tiny\n");
        }
        for (String file :
                List.of("model.safetensors", "config.json", "tokenizer.json", "imago.yaml")) {
            assertThat(second.resolve(file)).as(file).hasSameBinaryContentAs(first.resolve(file));
        }
        assertThat(Files.readString(first.resolve("config.json")))
                .contains(precision.equals("fp32") ? "float32" : "bfloat16");
    }

    @Test
    void a_model_keeps_its_tasks_as_they_were_trained() {
        Path model = folder.resolve("model");
        try (TinyModel tiny = new TinyModel()) {
            TasksSection tasks = new TasksSection(tiny.recipe().tasks());
            new ModelFolder(model).save(tiny.session(), tasks, "# Tiny\n");
        }
        try (Imago imago = Imago.open(model)) {
            TaskRequest wish = new TaskRequest("a bag", List.of());
            assertThat(imago.request("generate", wish).turns())
                    .containsExactly(Turn.user("draw a bag"));
            assertThat(imago.request("text", wish).turns()).containsExactly(Turn.user("a bag"));
            assertThatThrownBy(() -> imago.task("genrate"))
                    .hasMessageContaining("task: is 'genrate', expected one of the model's tasks (")
                    .hasMessageContaining("or one that a plugin offers (")
                    .hasMessageContaining("Did you mean 'generate'?");
        }
    }

    @Test
    void a_task_without_its_plugin_is_told_when_it_is_asked_for() throws IOException {
        Path model = folder.resolve("model");
        try (TinyModel tiny = new TinyModel()) {
            new ModelFolder(model).save(tiny.session(), "# Tiny\n");
        }
        Files.writeString(
                model.resolve("tasks.yaml"),
                "tasks:\n  describe:\n    type: describe\n  edit:\n    type: edit\n    reply: Done\n");
        try (Imago imago = Imago.open(model)) {
            assertThat(imago.task("edit")).isNotNull();
            assertThatThrownBy(() -> imago.task("descibe"))
                    .hasMessageContaining("one of the model's tasks (describe, edit)")
                    .hasMessageContaining("Did you mean 'describe'?");
            assertThatThrownBy(() -> imago.task("describe"))
                    .hasMessageContaining("no plugin offers TaskFormatter 'describe'");
        }
    }

    @Test
    void further_decoders_lie_beside_the_model_s_own_and_are_chosen_by_name() {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        String further =
                "model.decoders={wide: {type: pixel, channels: [24, 8]},"
                        + " noisy: {type: diffusion, steps: 2, guidance: 1,"
                        + " projector: {hidden_dim: 8, context_tokens: 6},"
                        + " grid: {channels: 2, levels: [8, 8]},"
                        + " unet: {sample_size: 4, in_channels: 14, out_channels: 12,"
                        + " block_out_channels: [8, 16], layers_per_block: [1],"
                        + " norm_num_groups: 4, attention_head_dim: [2],"
                        + " cross_attention_dim: [12]}}}";
        String own = "model.decoder={type: pixel, channels: [16, 8]}";
        try (TinyModel made = new TinyModel(own, further)) {
            new ModelFolder(first).save(made.session(), "# Tiny\n");
        }
        try (TinyModel loaded = new TinyModel(own, further, "model.weights=" + first, "seed=8")) {
            new ModelFolder(second).save(loaded.session(), "# Tiny\n");
        }
        for (String file :
                List.of(
                        "imago.yaml",
                        "model.safetensors",
                        "decoder/model.safetensors",
                        "decoders/wide/model.safetensors",
                        "decoders/noisy/unet/diffusion_pytorch_model.safetensors",
                        "decoders/noisy/grid.safetensors",
                        "decoders/noisy/grid_config.json")) {
            assertThat(second.resolve(file)).as(file).hasSameBinaryContentAs(first.resolve(file));
        }
        try (Imago imago = Imago.open(second)) {
            List<float[][]> tokens =
                    List.<float[][]>of(new float[4][imago.model().visual().width()]);
            assertThat(rendered(imago, tokens, "noisy"))
                    .isNotEqualTo(rendered(imago, tokens, null))
                    .isNotEqualTo(rendered(imago, tokens, "wide"));
            assertThatThrownBy(() -> rendered(imago, tokens, "noise"))
                    .hasMessageContaining("decoder is 'noise', expected one of wide, noisy");
        }
    }

    private static byte[] rendered(Imago imago, List<float[][]> tokens, String decoder) {
        RenderOptions options = RenderOptions.DEFAULT.withDecoder(decoder);
        return imago.render(tokens, options).get(0).rgb();
    }

    @Test
    void a_run_s_model_opened_anew_answers_as_in_the_run() {
        Path model = folder.resolve("model");
        try (TinyModel tiny = new TinyModel()) {
            new ModelFolder(model).save(tiny.session(), "# Tiny\n");
            Generator generator =
                    new Generator(
                            tiny.model(),
                            new DirectFeatures(tiny.model()),
                            tiny.manager(),
                            Integer.MAX_VALUE);
            try (Imago imago = Imago.open(model)) {
                for (Conversation request : TinyModel.requests()) {
                    Answer expected = generator.answer(List.of(request), OPTIONS).get(0);

                    List<GenerationEvent> events = new ArrayList<>();
                    imago.generate(request, OPTIONS, events::add);

                    assertThat(turn(events)).isEqualTo(expected.turn());
                    List<float[]> tokens =
                            expected.visualTokens().stream().flatMap(Arrays::stream).toList();
                    assertThat(drawn(events)).usingRecursiveComparison().isEqualTo(tokens);
                }
            }
        }
    }

    @Test
    void text_that_is_streamed_joins_to_the_whole() {
        try (TinyModel tiny = new TinyModel()) {
            Generator generator =
                    new Generator(
                            tiny.model(),
                            new DirectFeatures(tiny.model()),
                            tiny.manager(),
                            Integer.MAX_VALUE);
            GenerationOptions words =
                    new GenerationOptions(40, 0, 1, 0, 1, 9, RenderOptions.DEFAULT);
            for (Conversation request : TinyModel.requests()) {
                List<GenerationEvent> events = new ArrayList<>();

                generator.generate(request, words, () -> false, events::add);

                String streamed =
                        events.stream()
                                .filter(TextDelta.class::isInstance)
                                .map(event -> ((TextDelta) event).text())
                                .collect(Collectors.joining());
                assertThat(streamed).isNotBlank();
                assertThat(streamed.strip()).isEqualTo(turn(events).text());
                assertThat(events.get(events.size() - 1)).isInstanceOf(Finished.class);
            }
        }
    }

    private static Turn turn(List<GenerationEvent> events) {
        return ((Finished) events.get(events.size() - 1)).answer();
    }

    private static List<float[]> drawn(List<GenerationEvent> events) {
        return events.stream()
                .filter(VisualToken.class::isInstance)
                .map(event -> ((VisualToken) event).values())
                .toList();
    }
}
