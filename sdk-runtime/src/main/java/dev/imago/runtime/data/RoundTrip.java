package dev.imago.runtime.data;

import dev.imago.api.text.Tokenizer;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a text comes back from its tokens. White space and case are not counted; nor is it when a
 * tokenizer rewrites words on purpose ({@code colour} as {@code color}), which shows by its tokens
 * staying the same the second time. What its normaliser leaves must be in the tokens, though.
 */
final class RoundTrip {
    private static final int SHOWN = 60;

    /** What normalisers write for a space. */
    private static final int SPACE_MARK = 0x2581;

    private static final List<String> UNKNOWN = List.of("<unk>", "[UNK]", "<UNK>", "<|unk|>");

    private final Tokenizer tokenizer;
    private final Set<Integer> unknown;

    RoundTrip(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.unknown =
                UNKNOWN.stream()
                        .map(tokenizer::id)
                        .flatMapToInt(id -> id.stream())
                        .boxed()
                        .collect(Collectors.toSet());
    }

    /** What differs, in words, with the first token that does; empty when nothing does. */
    Optional<String> difference(String text) {
        int[] ids = tokenizer.encode(text);
        String back = tokenizer.decode(ids, true);
        if (plain(back).equals(plain(text))) {
            return Optional.empty();
        }
        int first = firstUnknown(ids);
        if (first < 0) {
            first = Arrays.mismatch(ids, tokenizer.encode(back));
        }
        if (first >= 0) {
            return Optional.of(told(text, back, ids, first));
        }
        String lost = lost(plain(tokenizer.normalized(text)), plain(back));
        return lost.isEmpty() ? Optional.empty() : Optional.of(toldLost(text, lost));
    }

    /** The characters of a text that are not, or not as often, in what came back of it. */
    private static String lost(String text, String back) {
        Map<Integer, Integer> there = new HashMap<>();
        back.codePoints().forEach(c -> there.merge(c, 1, Integer::sum));
        StringBuilder lost = new StringBuilder();
        text.codePoints()
                .filter(c -> c != SPACE_MARK && there.merge(c, -1, Integer::sum) < 0)
                .forEach(lost::appendCodePoint);
        return lost.toString();
    }

    private static String toldLost(String text, String lost) {
        return "has '"
                + shown(text)
                + "', of which the tokenizer drops '"
                + shown(lost)
                + "' without a token; it has none for these characters";
    }

    private int firstUnknown(int[] ids) {
        return IntStream.range(0, ids.length)
                .filter(i -> unknown.contains(ids[i]))
                .findFirst()
                .orElse(-1);
    }

    private String told(String text, String back, int[] ids, int first) {
        String token = "its end";
        if (first < ids.length) {
            String spelled = tokenizer.decode(new int[] {ids[first]}, true);
            token = "token " + first + ", id " + ids[first] + " '" + spelled + "'";
        }
        return "has '"
                + shown(text)
                + "', which comes back from its tokens as '"
                + shown(back)
                + "', first at "
                + token
                + "; tokenizer and template don't fit, or a word is unknown";
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String plain(String text) {
        String joined = text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
        return Normalizer.normalize(joined, Normalizer.Form.NFKC);
    }
}
