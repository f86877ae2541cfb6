package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.plugin.NearestName;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A pattern over dotted parameter names: {@code *} stands for anything within one part, {@code **}
 * for anything, {@code {a,b}} for either. A pattern whose last part has no star also takes what
 * lies below it: {@code connector} is {@code connector} and {@code connector.**}.
 */
public final class NameGlob {
    private final String text;
    private final Pattern pattern;

    private NameGlob(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** Reads a pattern. */
    public static NameGlob of(String text) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                boolean any = i + 1 < text.length() && text.charAt(i + 1) == '*';
                regex.append(any ? ".*" : "[^.]*");
                i += any ? 1 : 0;
            } else if (c == '{') {
                regex.append("(?:");
                depth++;
            } else if (c == '}' && depth > 0) {
                regex.append(')');
                depth--;
            } else if (c == ',' && depth > 0) {
                regex.append('|');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        regex.append(")".repeat(depth));
        if (text.indexOf('*', text.lastIndexOf('.') + 1) < 0) {
            regex.insert(0, "(?:").append(")(?:\\..*)?");
        }
        return new NameGlob(text, Pattern.compile(regex.toString()));
    }

    /** Whether a full name fits. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /**
     * The values whose names fit, in their order.
     *
     * @throws ImagoException NOTHING_TRAINABLE when there are none, with near names
     */
    <T> List<T> among(Map<String, T> byName) {
        List<T> matching =
                byName.entrySet().stream()
                        .filter(entry -> matches(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        if (matching.isEmpty()) {
            throw new ImagoException(
                    ErrorCode.NOTHING_TRAINABLE,
                    text,
                    "fits no parameter. " + NearestName.question(text, byName.keySet()));
        }
        return matching;
    }

    @Override
    public String toString() {
        return text;
    }
}
