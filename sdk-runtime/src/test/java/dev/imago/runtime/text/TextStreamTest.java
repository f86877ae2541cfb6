package dev.imago.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextStreamTest {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "plain words, twice  spaced\n\nand broken",
                    "二〇二四 — naïve, né? 🙂👍🏽 Ελλάδα",
                    "🙂".repeat(60),
                    "a long one: " + "it's 3.14 \t".repeat(40));

    @Test
    void pieces_joined_are_the_text_and_never_hold_half_a_character() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(JsonTokenizerTest.FOLDER)) {
            for (String text : TEXTS) {
                StringBuilder joined = new StringBuilder();
                TextStream stream = new TextStream(tokenizer);
                for (int id : tokenizer.encode(text)) {
                    String piece = stream.push(id);
                    assertThat(piece).doesNotContain("\uFFFD");
                    joined.append(piece);
                }
                joined.append(stream.finish());
                assertThat(joined).hasToString(text);
            }
        }
    }

    @Test
    void any_ids_join_to_their_text() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(JsonTokenizerTest.FOLDER)) {
            Random random = new Random(5);
            for (int round = 0; round < 100; round++) {
                int[] ids = random.ints(50, 0, tokenizer.size()).toArray();
                StringBuilder joined = new StringBuilder();
                TextStream stream = new TextStream(tokenizer);
                for (int id : ids) {
                    joined.append(stream.push(id));
                }
                joined.append(stream.finish());
                assertThat(joined).hasToString(tokenizer.decode(ids, false));
            }
        }
    }

    @Test
    void broken_bytes_do_not_hold_back_what_follows() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(JsonTokenizerTest.FOLDER)) {
            int half = tokenizer.encode("🙂")[0];
            TextStream stream = new TextStream(tokenizer);
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                seen.append(stream.push(half));
            }
            assertThat(seen.length()).isGreaterThan(5);
            seen.append(stream.push(tokenizer.encode("x")[0]));
            assertThat(seen.toString()).endsWith("x");
        }
    }

    @Test
    void a_finished_stream_begins_anew() {
        try (JsonTokenizer tokenizer = JsonTokenizer.open(JsonTokenizerTest.FOLDER)) {
            TextStream stream = new TextStream(tokenizer);
            int id = tokenizer.encode("x")[0];
            assertThat(stream.push(id) + stream.finish()).isEqualTo("x");
            assertThat(stream.push(id) + stream.finish()).isEqualTo("x");
        }
    }
}
