package dev.imago.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.gguf.GgufFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufTokenizerTest {
    private static final Path CASES = Path.of("src/test/resources/gguf");

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2"})
    void texts_survive_the_way_to_ids_and_back(String family) {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(CASES.resolve(family + ".gguf"))) {
            String text = "<|user|>the inner 12 \n naïve 東京<|end|>";
            assertThat(tokenizer.decode(tokenizer.encode(text), true)).isEqualTo(text);
            assertThat(tokenizer.size()).isEqualTo(265);
            assertThat(tokenizer.id("<|end|>")).hasValue(0);
        }
    }

    @Test
    void pairs_are_merged_within_the_words_that_the_file_names() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(CASES.resolve("llama.gguf"))) {
            assertThat(tokenizer.encode("<|end|>therin")).hasSize(4).startsWith(0);
            // Digits stand alone, although the merges have this pair.
            assertThat(tokenizer.encode("12")).hasSize(2);
        }
        try (JsonTokenizer tokenizer = JsonTokenizer.open(CASES.resolve("qwen2.gguf"))) {
            assertThat(tokenizer.encode("12")).hasSize(2);
        }
    }

    @Test
    void the_settings_have_special_tokens_and_chat_template() {
        try (GgufFile file = GgufFile.open(CASES.resolve("llama.gguf"))) {
            var settings = new GgufTokenizer(file.metadata()).settings();
            assertThat(settings.path("eos_token").asText()).isEqualTo("<|end|>");
            assertThat(settings.path("chat_template").asText()).startsWith("{% for message");
            assertThat(settings.at("/added_tokens_decoder/1/content").asText())
                    .isEqualTo("<|user|>");
        }
    }
}
