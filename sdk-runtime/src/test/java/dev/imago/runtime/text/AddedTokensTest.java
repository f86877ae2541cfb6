package dev.imago.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.text.SpecialTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedTokensTest {
    @TempDir Path folder;

    @Test
    void new_tokens_come_after_the_last_id() {
        Map<String, Integer> ids =
                AddedTokens.write(JsonTokenizerTest.FOLDER, folder, List.of("<a_b>", "<c>"));
        assertThat(ids).containsExactly(Map.entry("<a_b>", 6261), Map.entry("<c>", 6262));
        try (JsonTokenizer before = JsonTokenizer.open(JsonTokenizerTest.FOLDER);
                JsonTokenizer after = JsonTokenizer.open(folder)) {
            assertThat(after.size()).isEqualTo(6263);
            assertThat(after.encode("x<a_b>y<c>")).contains(6261, 6262).hasSize(4);
            String text = "Where do penguins sleep? 🙂 <image_start> 2024";
            assertThat(after.encode(text)).isEqualTo(before.encode(text));
            assertThat(after.decode(new int[] {6261}, false)).isEmpty();
        }
    }

    @Test
    void tokens_that_are_there_keep_their_ids() throws Exception {
        List<String> marks = List.of(SpecialTokens.IMAGE_START, SpecialTokens.IMAGE_END);
        AddedTokens.write(JsonTokenizerTest.FOLDER, folder, marks);
        try (JsonTokenizer tokenizer = JsonTokenizer.open(folder)) {
            assertThat(SpecialTokens.of(tokenizer)).isEqualTo(new SpecialTokens(6257, 6258));
            assertThat(tokenizer.size()).isEqualTo(6261);
        }
        JsonMapper json = new JsonMapper();
        JsonNode before =
                json.readTree(JsonTokenizerTest.FOLDER.resolve("tokenizer.json").toFile());
        JsonNode after = json.readTree(folder.resolve("tokenizer.json").toFile());
        assertThat(after).isEqualTo(before);
    }

    @Test
    void a_word_of_the_vocabulary_becomes_special_under_its_id() {
        try (JsonTokenizer before = JsonTokenizer.open(JsonTokenizerTest.FOLDER)) {
            int id = before.id("the").orElseThrow();
            assertThat(AddedTokens.write(JsonTokenizerTest.FOLDER, folder, List.of("the")))
                    .containsEntry("the", id);
        }
        try (JsonTokenizer after = JsonTokenizer.open(folder)) {
            assertThat(after.decode(after.encode("xthex"), false)).isEqualTo("xx");
        }
    }

    @Test
    void the_config_lists_them_too() throws Exception {
        AddedTokens.write(JsonTokenizerTest.FOLDER, folder, List.of("<a_b>"));
        JsonNode config =
                new JsonMapper().readTree(folder.resolve("tokenizer_config.json").toFile());
        JsonNode entry = config.at("/added_tokens_decoder/6261");
        assertThat(entry.path("content").asText()).isEqualTo("<a_b>");
        assertThat(entry.path("special").asBoolean()).isTrue();
    }

    @Test
    void a_missing_source_is_named() {
        assertThatThrownBy(() -> AddedTokens.write(folder, folder, List.of("<c>")))
                .hasMessageContaining("FILE_NOT_FOUND");
    }
}
