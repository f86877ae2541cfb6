package dev.imago.runtime.text;

import dev.imago.api.text.Tokenizer;
import java.util.Arrays;

/**
 * Turns ids into text as they come. A character whose bytes are spread over several tokens comes
 * out once it is whole; the pieces joined are the text of all ids. Special tokens are left out. For
 * one thread.
 */
public final class TextStream {
    /** What a decoder writes for bytes that are no character, or not yet one. */
    private static final char REPLACEMENT = '\uFFFD';

    /** A character has at most four bytes: no more than three of them can be waiting. */
    private static final int MOST_WAITING = 3;

    /** Ids kept before the new ones, for decoders that look at their neighbours. */
    private static final int CONTEXT = 6;

    private static final int WINDOW = 32;

    private final Tokenizer tokenizer;
    private int[] window = new int[WINDOW];
    private int length;
    private int emitted;

    /** Starts a text. */
    public TextStream(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Takes the next id; returns the text that is now certain, often empty. */
    public String push(int id) {
        if (length == window.length) {
            window = Arrays.copyOf(window, length * 2);
        }
        window[length++] = id;
        String text = text();
        String piece = advance(text, text.length() - waiting(text));
        if (length >= WINDOW && emitted == text.length()) {
            forget();
        }
        return piece;
    }

    /** Ends the text; returns what was still waiting. */
    public String finish() {
        String text = text();
        String piece = advance(text, text.length());
        length = 0;
        emitted = 0;
        return piece;
    }

    private String advance(String text, int certain) {
        if (certain <= emitted) {
            return "";
        }
        String piece = text.substring(emitted, certain);
        emitted = certain;
        return piece;
    }

    private String text() {
        return length == 0 ? "" : tokenizer.decode(Arrays.copyOf(window, length), false);
    }

    private static int waiting(String text) {
        int count = 0;
        while (count < MOST_WAITING
                && count < text.length()
                && text.charAt(text.length() - 1 - count) == REPLACEMENT) {
            count++;
        }
        return count;
    }

    private void forget() {
        System.arraycopy(window, length - CONTEXT, window, 0, CONTEXT);
        length = CONTEXT;
        emitted = text().length();
    }
}
