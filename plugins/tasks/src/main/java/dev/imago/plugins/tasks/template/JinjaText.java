package dev.imago.plugins.tasks.template;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of Python's Jinja as Jinjava takes it: the signs that strip white space around
 * expressions, marks of generated text, and methods of Python's texts, which Jinjava lacks.
 */
final class JinjaText {
    private static final Pattern BEFORE = Pattern.compile("\\s*(\\{[{%#])-");
    private static final Pattern AFTER = Pattern.compile("-([}%#]})\\s*");
    private static final Pattern GENERATION = Pattern.compile("\\{%\\s*(end)?generation\\s*%}");
    private static final Pattern METHOD = Pattern.compile("\\.([a-z]+)\\(");

    private static final Map<String, String> METHODS =
            Map.of(
                    "startswith", "startsWith",
                    "endswith", "endsWith",
                    "lstrip", "stripLeading",
                    "rstrip", "stripTrailing",
                    "upper", "toUpperCase",
                    "lower", "toLowerCase");

    private JinjaText() {}

    static String ofPython(String template) {
        String text = BEFORE.matcher(template).replaceAll("$1");
        text = AFTER.matcher(text).replaceAll("$1");
        text = GENERATION.matcher(text).replaceAll("");
        return METHOD.matcher(text)
                .replaceAll(
                        match -> {
                            String known = METHODS.getOrDefault(match.group(1), match.group(1));
                            return Matcher.quoteReplacement("." + known + "(");
                        });
    }
}
