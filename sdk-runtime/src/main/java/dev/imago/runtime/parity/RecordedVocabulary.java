package dev.imago.runtime.parity;

import dev.imago.api.text.TokenizedText;
import dev.imago.api.text.Tokenizer;
import java.util.OptionalInt;

/**
 * Stands for the tokenizer of a recorded model, whose cases bring ids.
 *
 * @param size one more than the largest id
 */
record RecordedVocabulary(int size) implements Tokenizer {
    @Override
    public int[] encode(String text) {
        throw new UnsupportedOperationException("recorded cases bring ids, not text");
    }

    @Override
    public TokenizedText tokens(String text) {
        throw new UnsupportedOperationException("recorded cases bring ids, not text");
    }

    @Override
    public String decode(int[] ids, boolean keepSpecial) {
        throw new UnsupportedOperationException("recorded cases compare ids, not text");
    }

    @Override
    public OptionalInt id(String token) {
        return OptionalInt.empty();
    }
}
