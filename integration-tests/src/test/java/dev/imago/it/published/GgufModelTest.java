package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.Imago;
import dev.imago.runtime.ImagoOptions;
import dev.imago.runtime.model.GgufFolder;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.text.JsonTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A GGUF file is a model like any other: with its configuration, tokenizer and chat template. */
class GgufModelTest {
    private static final Path CASES = Path.of("../sdk-runtime/src/test/resources/gguf");
    private static final Path MODEL = CASES.resolve("llama.gguf");

    private static String answer(Path folder, RuntimeSection runtime, String prompt) {
        StringBuilder said = new StringBuilder();
        ImagoOptions options = new ImagoOptions(runtime, List.of(), 64);
        try (Imago imago = Imago.open(folder, options)) {
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
        Path folder = GgufFolder.temporary(MODEL);
        JsonNode recorded =
                new ObjectMapper().readTree(CASES.resolve("answers/greedy.json").toFile());
        try (JsonTokenizer tokenizer = JsonTokenizer.open(MODEL)) {
            for (JsonNode row : recorded.path("rows")) {
                int[] ids = new ObjectMapper().convertValue(row.path("output_ids"), int[].class);
                String expected = tokenizer.decode(ids, false);
                assertThat(answer(folder, RuntimeSection.DEFAULT, row.path("prompt").asText()))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void few_bits_of_it_answer_too() {
        RuntimeSection few = RuntimeSection.DEFAULT.quantized(Quantization.Bits.INT8);
        assertThat(answer(GgufFolder.temporary(MODEL), few, "the inner")).isNotEmpty();
    }

    @Test
    void its_tensors_stay_in_the_file() throws IOException {
        Path folder = GgufFolder.temporary(MODEL);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config.json",
                            "generation_config.json",
                            "model.gguf",
                            "tokenizer.json",
                            "tokenizer_config.json");
        }
        assertThat(folder.resolve("model.gguf")).isSymbolicLink();
    }
}
