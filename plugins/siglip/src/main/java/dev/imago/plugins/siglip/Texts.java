package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Distinct texts in the order they were first met, and their tokens. Legend: M texts, L tokens. */
final class Texts {
    private final Tokenizer tokenizer;
    private final int longest;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<int[]> ids = new ArrayList<>();

    /**
     * @param longest tokens are kept of each
     */
    Texts(Tokenizer tokenizer, int longest) {
        this.tokenizer = tokenizer;
        this.longest = longest;
    }

    /**
     * Padded texts as arrays.
     *
     * @param ids {@code [M, L]} int64
     * @param lastRows {@code [M]} int64, {@code m·L + t} of each text's last token
     * @param seen {@code [M, 1, 1, L]} boolean, false where a text is padded
     */
    record Batch(NDArray ids, NDArray lastRows, NDArray seen) {}

    /** Adds a text unless it is known or has no token. */
    void add(String text) {
        if (!columns.containsKey(text)) {
            int[] tokens = tokenizer.encode(text);
            if (tokens.length > 0) {
                columns.put(text, ids.size());
                ids.add(Arrays.copyOf(tokens, Math.min(longest, tokens.length)));
            }
        }
    }

    void addAll(Collection<String> texts) {
        texts.forEach(this::add);
    }

    /** The place of a text among the distinct ones; -1 for one without a token. */
    int column(String text) {
        return columns.getOrDefault(text, -1);
    }

    int size() {
        return ids.size();
    }

    /** Writes 1 at the columns of the texts that hold, -1 at all others. */
    void sign(Collection<String> holding, float[] signs, int row) {
        Arrays.fill(signs, row * size(), (row + 1) * size(), -1);
        for (String text : holding) {
            Integer column = columns.get(text);
            if (column != null) {
                signs[row * size() + column] = 1;
            }
        }
    }

    /** All texts, padded behind. */
    Batch open(NDManager owner) {
        int width = ids.stream().mapToInt(tokens -> tokens.length).max().orElse(1);
        long[] padded = new long[ids.size() * width];
        long[] last = new long[ids.size()];
        boolean[] seen = new boolean[padded.length];
        for (int m = 0; m < ids.size(); m++) {
            int[] tokens = ids.get(m);
            for (int t = 0; t < tokens.length; t++) {
                padded[m * width + t] = tokens[t];
                seen[m * width + t] = true;
            }
            last[m] = (long) m * width + tokens.length - 1;
        }
        return new Batch(
                owner.create(padded, new Shape(ids.size(), width)),
                owner.create(last),
                owner.create(seen, new Shape(ids.size(), 1, 1, width)));
    }
}
