package dev.imago.api.text;

import dev.imago.api.Api;
import java.util.OptionalInt;

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

    /** One more than the largest id. */
    int size();
}
