package dev.imago.plugins.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text as a tower reads it.
 *
 * @param ids as many as the tower has positions
 * @param read the position that stands for the text
 */
record TextIds(int[] ids, int read) {
    /** Turns texts into ids as the processors of CLIP and SigLIP do. */
    static final class Writer {
        private static final String CONFIG = "tokenizer_config.json";
        private static final String PUNCTUATION = "[\\p{Punct}]";

        private final Tokenizer tokenizer;
        private final TextSide side;
        private final boolean canonical;
        private final int begin;
        private final int end;
        private final int pad;

        /**
         * @param folder with {@code tokenizer_config.json}, which names the marks
         */
        Writer(Path folder, Tokenizer tokenizer, TextSide side) {
            this.tokenizer = tokenizer;
            this.side = side;
            Path file = folder.resolve(CONFIG);
            JsonNode json = TextSide.json(file);
            canonical = json.path("tokenizer_class").asText("").startsWith("Siglip");
            begin = side.clip() ? id("bos_token", json, file) : -1;
            end = id("eos_token", json, file);
            pad = id("pad_token", json, file);
        }

        private int id(String key, JsonNode json, Path file) {
            JsonNode token = json.path(key);
            String spelling = token.isObject() ? token.path("content").asText() : token.asText();
            return tokenizer
                    .id(spelling)
                    .orElseThrow(
                            () ->
                                    new ImagoException(
                                            ErrorCode.CORRUPT_FILE,
                                            file.toString(),
                                            "has the "
                                                    + key
                                                    + " '"
                                                    + spelling
                                                    + "', which the tokenizer lacks"));
        }

        /** Cut to the tower's length with the end mark kept, and padded to it. */
        TextIds write(String text) {
            int[] words = tokenizer.encode(canonical ? canonical(text) : text);
            int first = side.clip() ? 1 : 0;
            int count = Math.min(words.length, side.positions() - first - 1);
            int[] ids = new int[side.positions()];
            Arrays.fill(ids, pad);
            if (side.clip()) {
                ids[0] = begin;
            }
            System.arraycopy(words, 0, ids, first, count);
            ids[first + count] = end;
            return new TextIds(ids, side.clip() ? first + count : ids.length - 1);
        }

        /** Lower case without punctuation, as SigLIP's tokenizer has it before it looks. */
        private static String canonical(String text) {
            return text.toLowerCase(Locale.ROOT)
                    .replaceAll(PUNCTUATION, "")
                    .replaceAll("\\s+", " ")
                    .strip();
        }
    }
}
