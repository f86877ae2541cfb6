package dev.imago.plugins.tasks.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Methods of Python's texts, as chat templates call them, with what Python gives back.
 *
 * @param text the method's own
 */
record PythonText(String text) {
    /** Without characters of a set at its ends; white space where there is no set. */
    String strip(List<Object> arguments, boolean left, boolean right) {
        IntPredicate dropped = PythonText::isSpace;
        if (!arguments.isEmpty() && arguments.get(0) != null) {
            String set = arguments.get(0).toString();
            dropped = c -> set.indexOf(c) >= 0;
        }
        int from = 0;
        int to = text.length();
        while (left && from < to && dropped.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && from < to && dropped.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** The parts between separators, at most so many cuts; between white space without one. */
    List<Object> split(List<Object> arguments) {
        int most = arguments.size() > 1 ? number(arguments.get(1)) : -1;
        if (arguments.isEmpty() || arguments.get(0) == null) {
            return words(most);
        }
        String separator = arguments.get(0).toString();
        if (separator.isEmpty()) {
            JinjaRenderer.refuse("'split' has an empty separator");
        }
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() != most;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private List<Object> words(int most) {
        List<Object> words = new ArrayList<>();
        String left = strip(List.of(), true, false);
        while (!left.isEmpty()) {
            String now = left;
            int end =
                    words.size() == most
                            ? now.length()
                            : IntStream.range(0, now.length())
                                    .filter(i -> isSpace(now.charAt(i)))
                                    .findFirst()
                                    .orElse(now.length());
            words.add(now.substring(0, end));
            left = new PythonText(now.substring(end)).strip(List.of(), true, false);
        }
        return words;
    }

    /** With another text for each place of one, or for the first so many. */
    String replace(List<Object> arguments) {
        String from = arguments.get(0).toString();
        String to = arguments.get(1).toString();
        int most = arguments.size() > 2 ? number(arguments.get(2)) : -1;
        if (most < 0) {
            return text.replace(from, to);
        }
        Matcher places = Pattern.compile(from, Pattern.LITERAL).matcher(text);
        StringBuilder replaced = new StringBuilder();
        for (int i = 0; i < most && places.find(); i++) {
            places.appendReplacement(replaced, Matcher.quoteReplacement(to));
        }
        return places.appendTail(replaced).toString();
    }

    String withoutPrefix(String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    String withoutSuffix(String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /** Whether it begins or ends with a text, or with one of several. */
    boolean matches(List<Object> arguments, BiPredicate<String, String> test) {
        Object wanted = arguments.get(0);
        return wanted instanceof Collection<?> several
                ? several.stream().anyMatch(one -> test.test(text, one.toString()))
                : test.test(text, wanted.toString());
    }

    /** The elements with the text between them. */
    String join(List<Object> arguments) {
        return ((Collection<?>) arguments.get(0))
                .stream().map(Object::toString).collect(Collectors.joining(text));
    }

    /** The first letter large, the others small. */
    String capitalize() {
        int first = text.isEmpty() ? 0 : Character.charCount(text.codePointAt(0));
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Characters by their numbers, as {@code [from:to:step]} takes them. */
    String slice(List<Object> arguments) {
        int[] points = text.codePoints().toArray();
        StringBuilder taken = new StringBuilder();
        PythonSlice.of(arguments, points.length).forEach(i -> taken.appendCodePoint(points[i]));
        return taken.toString();
    }

    static int number(Object value) {
        return ((Number) value).intValue();
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
