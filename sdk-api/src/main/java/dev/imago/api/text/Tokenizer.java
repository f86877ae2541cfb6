package dev.imago.api.text;

import dev.imago.api.Api;
import java.util.OptionalInt;
import java.util.Set;

/** Text to ids and back. Special tokens written out in the text become their ids. Thread-safe. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Tokenizer {
    /** The ids of a text, without any token added in front or behind. */
    int[] encode(String text);

    /** As {@link #encode}, with the place of each token in the text. */
    TokenizedText tokens(String text);

    /** The text of ids; special tokens are left out unless asked for. */
    String decode(int[] ids, boolean keepSpecial);

    /** The id of one token written exactly so, if the vocabulary has it. */
    OptionalInt id(String token);

    /**
     * A text as the tokenizer's normaliser rewrites it before it is split into tokens, such as
     * without case or signs; special tokens in it stay. The text itself where nothing is rewritten.
     */
    default String normalized(String text) {
        return text;
    }

    /** The spellings that are read as special tokens wherever they stand in a text. */
    default Set<String> specialTokens() {
        return Set.of();
    }

    /** One more than the largest id. */
    int size();
}
