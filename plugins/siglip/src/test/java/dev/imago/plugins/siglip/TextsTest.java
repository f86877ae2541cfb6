package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.imago.api.text.TokenizedText;
import dev.imago.api.text.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextsTest {
    /** One id a letter. */
    private static final Tokenizer LETTERS =
            new Tokenizer() {
                @Override
                public int[] encode(String text) {
                    return text.chars().toArray();
                }

                @Override
                public TokenizedText tokens(String text) {
                    return new TokenizedText(
                            encode(text), IntStream.range(0, text.length()).toArray());
                }

                @Override
                public String decode(int[] ids, boolean keepSpecial) {
                    return new String(ids, 0, ids.length);
                }

                @Override
                public OptionalInt id(String token) {
                    return OptionalInt.empty();
                }

                @Override
                public int size() {
                    return 128;
                }
            };

    @Test
    void equal_texts_are_kept_once_and_empty_ones_not_at_all() {
        Texts texts = new Texts(LETTERS, 8);
        texts.addAll(List.of("red", "bag", "red", ""));
        assertThat(texts.size()).isEqualTo(2);
    }

    @Test
    void texts_are_padded_behind_and_read_at_their_last_token() {
        Texts texts = new Texts(LETTERS, 3);
        texts.addAll(List.of("a", "bcdef"));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            Texts.Batch batch = texts.open(manager);
            assertThat(batch.ids().toLongArray()).containsExactly('a', 0, 0, 'b', 'c', 'd');
            assertThat(batch.lastRows().toLongArray()).containsExactly(0, 5);
            assertThat(batch.seen().toBooleanArray())
                    .containsExactly(true, false, false, true, true, true);
        }
    }

    @Test
    void signs_say_which_texts_hold() {
        Texts texts = new Texts(LETTERS, 8);
        texts.addAll(List.of("red", "blue", "bag"));
        float[] signs = new float[6];
        texts.sign(List.of("bag", "red", "unknown"), signs, 1);
        assertThat(signs).containsExactly(0, 0, 0, 1, -1, 1);
    }
}
