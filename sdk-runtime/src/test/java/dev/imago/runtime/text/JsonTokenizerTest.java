package dev.imago.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.TokenizedText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTokenizerTest {
    static final Path FOLDER = Path.of("src/test/resources/tokenizer");

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;

    @Test
    void ids_equal_those_of_hugging_face() throws Exception {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(FOLDER)) {
            JsonNode rows = JSON.readTree(FOLDER.resolve("texts.json").toFile());
            assertThat(rows).hasSizeGreaterThan(5);
            for (JsonNode row : rows) {
                String text = row.get("text").asText();
                int[] ids = JSON.convertValue(row.get("ids"), int[].class);
                assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids);
                assertThat(tokenizer.decode(ids, true)).isEqualTo(text);
            }
        }
    }

    @Test
    void knows_its_special_tokens() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(FOLDER.resolve("tokenizer.json"))) {
            assertThat(tokenizer.id("<image_start>")).hasValue(6257);
            assertThat(tokenizer.id("Ġthe")).isPresent();
            assertThat(tokenizer.id("<no such>")).isEmpty();
            assertThat(tokenizer.size()).isEqualTo(6261);
            int[] ids = tokenizer.encode("a<image_end>b");
            assertThat(ids).hasSize(3).contains(6258);
            assertThat(tokenizer.decode(ids, false)).isEqualTo("ab");
        }
    }

    @Test
    void tokens_stand_where_their_first_character_does() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(FOLDER)) {
            String text = "One 🧣 x\n\n  two<image_end> 二";
            TokenizedText tokens = tokenizer.tokens(text);
            assertThat(tokens.ids()).isEqualTo(tokenizer.encode(text));
            int end = tokenizer.id("<image_end>").orElseThrow();
            for (int i = 0; i < tokens.ids().length; i++) {
                int start = tokens.starts()[i];
                String spelled = tokenizer.decode(new int[] {tokens.ids()[i]}, true);
                if (!spelled.contains("\uFFFD")) {
                    assertThat(text.substring(start)).startsWith(spelled);
                }
                assertThat(i == 0 || start >= tokens.starts()[i - 1]).isTrue();
            }
            int mark =
                    IntStream.range(0, tokens.ids().length)
                            .filter(i -> tokens.ids()[i] == end)
                            .findFirst()
                            .orElseThrow();
            assertThat(tokens.starts()[mark]).isEqualTo(text.indexOf("<image_end>"));
            assertThat(tokenizer.tokens("").ids()).isEmpty();
        }
    }

    @Test
    void places_are_told_with_their_white_space_whatever_the_file_says() throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(FOLDER.resolve("tokenizer.json").toFile());
        json.set(
                "post_processor",
                JSON.readTree(
                        """
                        {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
                         "use_regex": true}"""));
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        try (JsonTokenizer tokenizer = JsonTokenizer.open(folder)) {
            assertThat(tokenizer.tokens("the the the").starts()).containsExactly(0, 3, 7);
        }
    }

    @Test
    void long_texts_are_not_cut_whatever_the_file_says() throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(FOLDER.resolve("tokenizer.json").toFile());
        json.set(
                "truncation",
                JSON.readTree(
                        """
                        {"direction": "Right", "max_length": 7, "strategy": "LongestFirst",
                         "stride": 0}"""));
        json.set(
                "padding",
                JSON.readTree(
                        """
                        {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null,
                         "pad_id": 0, "pad_type_id": 0, "pad_token": "<|endoftext|>"}"""));
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        try (JsonTokenizer tokenizer = JsonTokenizer.open(folder)) {
            assertThat(tokenizer.encode("x ".repeat(5000))).hasSizeGreaterThanOrEqualTo(5000);
            assertThat(tokenizer.encode("x")).hasSize(1);
            assertThat(tokenizer.encode("")).isEmpty();
        }
    }

    @Test
    void threads_may_share_it() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(FOLDER)) {
            String text = "Where do penguins sleep? 二〇二四";
            int[] ids = tokenizer.encode(text);
            IntStream.range(0, 400)
                    .parallel()
                    .forEach(
                            i -> {
                                assertThat(tokenizer.encode(text)).isEqualTo(ids);
                                assertThat(tokenizer.decode(ids, true)).isEqualTo(text);
                            });
        }
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> JsonTokenizer.open(folder))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("FILE_NOT_FOUND")
                .hasMessageContaining(folder.resolve("tokenizer.json").toString());
    }

    @Test
    void damaged_files_are_named() throws Exception {
        String whole = Files.readString(FOLDER.resolve("tokenizer.json"));
        Path file = folder.resolve("tokenizer.json");
        for (String text :
                new String[] {
                    "",
                    "[]",
                    "{}",
                    whole.substring(0, whole.length() / 2),
                    "{\"model\": {\"vocab\": {\"a\": 0}, \"type\": \"Magic\"}}"
                }) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> JsonTokenizer.open(file))
                    .isInstanceOf(ImagoException.class)
                    .hasMessageContaining("CORRUPT_FILE")
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void a_normaliser_s_work_is_told_special_tokens_left() {
        Path wardrobe = Path.of("../recipes/wardrobe/tokenizer.json");
        try (JsonTokenizer words = JsonTokenizer.open(wardrobe)) {
            assertThat(words.normalized("<user>An UPPER left grey bag!<eos>"))
                    .isEqualTo("<user>a top-left gray bag <eos>");
            assertThat(words.specialTokens()).contains("<user>", "<eos>", "<unk>");
        }
        try (JsonTokenizer plain = JsonTokenizer.open(Path.of("src/test/resources/tokenizer"))) {
            assertThat(plain.normalized("An UPPER\u00e9 \ud83d\ude00 <|eot_id|>"))
                    .isEqualTo("An UPPER\u00e9 \ud83d\ude00 <|eot_id|>");
        }
    }
}
