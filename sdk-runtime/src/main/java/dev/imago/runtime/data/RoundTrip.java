package dev.imago.runtime.data;

import dev.imago.api.text.Tokenizer;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a text comes back from its tokens. White space and case are not counted; nor is it when a
 * tokenizer rewrites words on purpose ({@code colour} as {@code color}), which shows by its tokens
 * staying the same the second time.
 */
final class RoundTrip {
    private static final int SHOWN = 60;
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
        return first < 0 ? Optional.empty() : Optional.of(told(text, back, ids, first));
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
