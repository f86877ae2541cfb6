package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.sequence.Sequence;
import java.util.stream.LongStream;

/**
 * Text to ids as the reference has it: in one go between image placeholders, with the begin token
 * that its tokenizer adds. Where it adds none but the text begins with one, the reference takes the
 * first token of each later piece for a begin token, too, and drops it.
 *
 * @param tokenizer of the case
 * @param begin id of the begin token
 * @param added whether the reference's tokenizer adds it
 */
record RecordedSplitter(Tokenizer tokenizer, int begin, boolean added) {
    private static final String PLACEHOLDER = "<image>";
    private static final String BEGIN = "<|begin_of_text|>";

    /** Without settings in the case, its rows tell whether a begin token is added. */
    static RecordedSplitter of(ParityCase recorded, Tokenizer tokenizer) {
        int begin = tokenizer.id(BEGIN).orElse(-1);
        boolean added = recorded.at("/tokenizer_adds_bos").asBoolean();
        for (JsonNode row : recorded.at("/rows")) {
            String text = row.path("text").asText(BEGIN);
            added |= !text.startsWith(BEGIN) && row.path("ids").path(0).asInt() == begin;
        }
        return new RecordedSplitter(tokenizer, begin, added);
    }

    /** Whether the reference drops tokens of a text. */
    boolean eats(String text) {
        return !added && text.startsWith(BEGIN) && text.contains(PLACEHOLDER);
    }

    long[] ids(String text) {
        String[] pieces = text.split(PLACEHOLDER, -1);
        LongStream.Builder ids = LongStream.builder();
        if (added) {
            ids.add(begin);
        }
        for (int i = 0; i < pieces.length; i++) {
            if (i > 0) {
                ids.add(Sequence.VISUAL);
            }
            int[] piece = tokenizer.encode(pieces[i]);
            for (int t = i > 0 && eats(text) ? 1 : 0; t < piece.length; t++) {
                ids.add(piece[t]);
            }
        }
        return ids.build().toArray();
    }

    /** Ids after the begin token, if one is added. */
    long[] begun(long[] ids) {
        return begun(ids, begin);
    }

    /** Values after one for the begin token, if that is added. */
    long[] begun(long[] values, long first) {
        return added
                ? LongStream.concat(LongStream.of(first), LongStream.of(values)).toArray()
                : values;
    }
}
