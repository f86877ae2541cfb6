package dev.imago.runtime.data;

import dev.imago.api.text.Tokenizer;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a text comes back from its tokens. White space, case and ways to write one character are
 * not counted, since tokenizers that are fit for use change them.
 */
final class RoundTrip {
    private static final int SHOWN = 60;

    private final Tokenizer tokenizer;

    RoundTrip(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What differs, in words, with the first token that does; empty when nothing does. */
    Optional<String> difference(String text) {
        int[] ids = tokenizer.encode(text);
        String wanted = plain(text);
        String whole = tokenizer.decode(ids, true);
        if (plain(whole).equals(wanted)) {
            return Optional.empty();
        }
        int first = firstDiffering(ids, wanted);
        String token =
                first == ids.length
                        ? "its end"
                        : "token "
                                + first
                                + ", id "
                                + ids[first]
                                + " '"
                                + tokenizer.decode(new int[] {ids[first]}, true)
                                + "'";
        return Optional.of(
                "has '"
                        + shown(text)
                        + "', which comes back from its tokens as '"
                        + shown(whole)
                        + "', first at "
                        + token
                        + "; tokenizer and template don't fit, or a word is unknown");
    }

    /** How many tokens are right: behind them the text never agrees again. */
    private int firstDiffering(int[] ids, String wanted) {
        for (int length = ids.length; length > 0; length--) {
            String part = plain(tokenizer.decode(Arrays.copyOf(ids, length), true));
            if (wanted.startsWith(part)) {
                return length;
            }
        }
        return 0;
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String plain(String text) {
        String joined = text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
        return Normalizer.normalize(joined, Normalizer.Form.NFKC);
    }
}
