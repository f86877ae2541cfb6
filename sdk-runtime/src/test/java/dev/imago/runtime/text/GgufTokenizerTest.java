package dev.imago.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.runtime.gguf.GgufFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @TestFactory
    Stream<DynamicTest> sentencepiece_s_ids_and_texts_are_its_own() throws IOException {
        JsonNode recorded = new ObjectMapper().readTree(CASES.resolve("spm.json").toFile());
        return StreamSupport.stream(recorded.path("rows").spliterator(), false)
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.path("text").toString(), () -> assertAlike(row)));
    }

    private static void assertAlike(JsonNode row) {
        int[] ids = new ObjectMapper().convertValue(row.path("ids"), int[].class);
        try (JsonTokenizer tokenizer = JsonTokenizer.open(CASES.resolve("spm.gguf"))) {
            assertThat(tokenizer.encode(row.path("text").asText())).isEqualTo(ids);
            assertThat(tokenizer.decode(ids, true)).isEqualTo(row.path("decoded").asText());
        }
    }

    @Test
    void a_text_begins_with_the_token_that_the_file_says() {
        TokenizerSettings settings = TokenizerSettings.read(CASES.resolve("spm.gguf"));
        assertThat(settings.beginToken()).hasValue("<s>");
        assertThat(settings.endToken()).hasValue("</s>");
        assertThat(settings.spelling(0)).hasValue("<unk>");
        assertThat(TokenizerSettings.read(CASES.resolve("llama.gguf")).beginToken()).isEmpty();
    }

    @Test
    void the_json_is_that_of_hugging_face_s_converter() {
        try (GgufFile file = GgufFile.open(CASES.resolve("spm.gguf"))) {
            JsonNode json = new GgufTokenizer(file.metadata()).tokenizer();
            assertThat(json.at("/model/byte_fallback").asBoolean()).isTrue();
            assertThat(json.at("/model/fuse_unk").asBoolean()).isTrue();
            assertThat(json.at("/model/unk_token").asText()).isEqualTo("<unk>");
            assertThat(json.at("/normalizer/normalizers/0/prepend").asText()).isEqualTo("\u2581");
            assertThat(json.at("/decoder/decoders").findValuesAsText("type"))
                    .containsExactly("Replace", "ByteFallback", "Fuse", "Strip");
            assertThat(json.at("/post_processor/single/0/SpecialToken/id").asText())
                    .isEqualTo("<s>");
            assertThat(json.path("added_tokens").findValuesAsText("content"))
                    .containsExactly("<unk>", "<s>", "</s>");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tokenizer.ggml.model, tokenizer.ggml.modem, is missing",
        "tokenizer.ggml.scores, tokenizer.ggml.scared, has 0 numbers for 480 tokens",
        "tokenizer.ggml.token_type, tokenizer.ggml.token_tape, has 0 numbers for 480 tokens"
    })
    void a_file_that_lacks_a_part_is_told(String key, String other, String told, @TempDir Path to)
            throws IOException {
        byte[] bytes = Files.readAllBytes(CASES.resolve("spm.gguf"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(key, other);
        Path file = Files.write(to.resolve("x.gguf"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> JsonTokenizer.open(file))
                .hasMessageContaining(key)
                .hasMessageContaining(told);
    }

    @Test
    void another_kind_of_tokenizer_is_told(@TempDir Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(CASES.resolve("spm.gguf"));
        String model = "tokenizer.ggml.model\b\0\0\0\5\0\0\0\0\0\0\0";
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(model + "llama");
        Path file =
                Files.write(
                        to.resolve("x.gguf"),
                        text.replace(model + "llama", model + "bert!")
                                .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> JsonTokenizer.open(file))
                .hasMessageContaining("tokenizer.ggml.model")
                .hasMessageContaining("is 'bert!', expected gpt2 (byte-level BPE) or llama");
    }
}
