package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.Imago;
import dev.imago.runtime.ImagoOptions;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.text.JsonTokenizer;
import dev.imago.runtime.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GGUF file is a model like any other: with its configuration, tokenizer and chat template. */
class GgufModelTest {
    private static final Path CASES = Path.of("../sdk-runtime/src/test/resources/gguf");
    private static final Path MODEL = CASES.resolve("llama.gguf");

    /** Tensors alone. */
    private static final Path TYPES = CASES.resolve("types.gguf").toAbsolutePath().normalize();

    @TempDir Path folder;

    private static String answer(Path model, RuntimeSection runtime, String prompt) {
        StringBuilder said = new StringBuilder();
        ImagoOptions options = new ImagoOptions(runtime, List.of(), 64);
        try (Imago imago = Imago.open(model, options)) {
            imago.generate(
                    Conversation.of(Turn.user(prompt)),
                    new GenerationOptions(12, 0, 0, 0, 1, 3, RenderOptions.DEFAULT),
                    event -> {
                        if (event instanceof GenerationEvent.TextDelta delta) {
                            said.append(delta.text());
                        }
                    });
        }
        return said.toString();
    }

    @Test
    void it_answers_as_transformers_does_in_the_words_of_its_template() throws IOException {
        JsonNode recorded =
                new ObjectMapper().readTree(CASES.resolve("answers/greedy.json").toFile());
        try (JsonTokenizer tokenizer = JsonTokenizer.open(MODEL)) {
            for (JsonNode row : recorded.path("rows")) {
                int[] ids = new ObjectMapper().convertValue(row.path("output_ids"), int[].class);
                String expected = tokenizer.decode(ids, false);
                assertThat(answer(MODEL, RuntimeSection.DEFAULT, row.path("prompt").asText()))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void few_bits_of_it_answer_too() {
        RuntimeSection few = RuntimeSection.DEFAULT.quantized(Quantization.Bits.INT8);
        assertThat(answer(MODEL, few, "the inner")).isNotEmpty();
    }

    @Test
    void it_is_exported_as_a_folder_that_answers_alike() {
        Path to = folder.resolve("exported");
        try (ComponentRegistry registry = PluginLoader.classPath()) {
            ModelExport.Options options =
                    new ModelExport.Options(ExportFormat.HF, RuntimeSection.DEFAULT, null, null);
            var exported = new ModelExport(registry, options).run(MODEL, to);
            assertThat(exported.difference()).isZero();
        }
        assertThat(to.resolve("config.json")).content().contains("\"llama\"");
        assertThat(to.resolve("tokenizer_config.json")).content().contains("chat_template");
        assertThat(to.resolve("model.safetensors")).exists();
        assertThat(answer(to, RuntimeSection.DEFAULT, "the inner"))
                .isNotEmpty()
                .isEqualTo(answer(MODEL, RuntimeSection.DEFAULT, "the inner"));
    }

    @Test
    void a_config_that_lies_beside_it_is_another_model_s() throws IOException {
        Path beside = Files.copy(MODEL, folder.resolve("model.gguf"));
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}");
        assertThat(answer(beside, RuntimeSection.DEFAULT, "the inner"))
                .isEqualTo(answer(MODEL, RuntimeSection.DEFAULT, "the inner"));
    }

    /** The tiny recipe over the file, which learns to see and draw by adapters alone. */
    private TinyRun adapting(String... more) {
        List<String> overrides =
                new ArrayList<>(
                        List.of(
                                "model.backbone={type: auto, weights: "
                                        + MODEL.toAbsolutePath().normalize()
                                        + ", vocab_size: 267, max_position_embeddings: 256}",
                                "model.tokenizer=null",
                                "model.template={type: auto, from: "
                                        + MODEL.toAbsolutePath().normalize()
                                        + "}",
                                "model.adapters=[{name: tuned, rank: 2, alpha: 8}]",
                                "stages.instruct.trainable=[connector, adapters]",
                                "stages.instruct.rates={}"));
        overrides.addAll(List.of(more));
        return TinyRun.in(folder.resolve("run" + more.length), overrides.toArray(String[]::new));
    }

    @Test
    void a_recipe_trains_adapters_over_it() {
        TinyRun run = adapting().run();
        Path model = run.folder().model();
        try (Checkpoint before = Checkpoint.open(MODEL);
                Checkpoint after = Checkpoint.open(model)) {
            String name = "model.layers.0.self_attn.q_proj.weight";
            assertThat(after.shapes()).containsEntry(name, before.shapes().get(name));
        }
        assertThat(model.resolve("adapters/tuned/adapter_model.safetensors")).exists();
        try (JsonTokenizer tokenizer = JsonTokenizer.open(model)) {
            assertThat(tokenizer.id("<image_start>")).hasValue(265);
            assertThat(tokenizer.id("<|end|>")).hasValue(0);
        }
        assertThat(answer(model, RuntimeSection.DEFAULT, "draw a red bag")).isNotEmpty();
    }

    @Test
    void what_a_recipe_can_t_take_from_it_is_told() {
        assertThat(adapting("model.template={type: auto, from: " + TYPES + "}").refused())
                .hasMessageContainingAll("model.template.from", "has no chat template");
        assertThat(
                        adapting(
                                        "model.backbone={type: auto, weights: " + TYPES + "}",
                                        "name=other")
                                .refused())
                .hasMessageContainingAll(
                        "general.architecture", "is 'none', expected one of llama");
    }

    @Test
    void a_recipe_trains_adapters_over_few_bits_of_it() {
        TinyRun run =
                adapting("runtime.quantize=int8", "runtime.quantize_layers=[\"model.layers.**\"]");
        run.run();
        assertThat(run.losses("instruct")).hasSize(6).doesNotContain(Double.NaN);
    }
}
