package dev.imago.plugins.tasks.template;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of Python's Jinja as Jinjava takes it: the signs that strip white space around
 * expressions, marks of generated text, slices with a step, which Jinjava lacks, named arguments of
 * which it would take the first operand only, and {@code not a in b}, which it reads as {@code (not
 * a) in b}.
 */
final class JinjaText {
    private static final Pattern BEFORE = Pattern.compile("\\s*(\\{[{%#])-");
    private static final Pattern AFTER = Pattern.compile("-([}%#]})\\s*");
    private static final Pattern GENERATION = Pattern.compile("\\{%\\s*(end)?generation\\s*%}");

    /** What stands within the signs of a statement or an expression. */
    private static final Pattern CODE = Pattern.compile("(?s)\\{%.*?%}|\\{\\{.*?}}");

    private static final Pattern WORDS =
            Pattern.compile("(?s)'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final String BOUND = "([^\\[\\]:{}]*)";
    private static final Pattern SLICE =
            Pattern.compile("\\[" + BOUND + ":" + BOUND + ":" + BOUND + "]");

    /** Names, texts and calls, with filters. */
    private static final String OPERAND =
            "(?:[\\w.]|\\[[^\\[\\]]*]|\\([^()]*\\))+(?:\\s*\\|\\s*\\w+(?:\\([^()]*\\))?)*";

    private static final Pattern NOT_IN =
            Pattern.compile("\\bnot\\s+(" + OPERAND + "\\s+in\\s+" + OPERAND + ")");

    private static final Pattern NAMED = Pattern.compile("[(,]\\s*[a-zA-Z_]\\w*\\s*=(?!=)\\s*");

    /** A name or a number, or nothing. */
    private static final Pattern SINGLE = Pattern.compile("[\\w.]*\\s*");

    private static final Pattern LOOP = Pattern.compile("(?s)\\{%\\s*for\\s.*");
    private static final Pattern IF = Pattern.compile("\\sif\\s");

    private JinjaText() {}

    /**
     * The same as Jinjava takes it.
     *
     * @throws ImagoException INCOMPATIBLE_PARTS for loops with a condition, which it would ignore
     */
    static String ofPython(String template) {
        String text = BEFORE.matcher(template).replaceAll("$1");
        text = AFTER.matcher(text).replaceAll("$1");
        text = GENERATION.matcher(text).replaceAll("");
        return CODE.matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement(rendered(code.group())));
    }

    private static String rendered(String code) {
        String masked = masked(code);
        if (LOOP.matcher(masked).matches()
                && IF.matcher(masked).results().anyMatch(at -> depth(masked, at.start()) == 0)) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "chat template",
                    "has '"
                            + code
                            + "', a loop with a condition; expected the condition within it");
        }
        return enclosed(unsliced(negated(code)));
    }

    /** What is negated by {@code not} gets parentheses of its own. */
    private static String negated(String code) {
        StringBuilder out = new StringBuilder();
        int end = 0;
        for (MatchResult not : NOT_IN.matcher(masked(code)).results().toList()) {
            out.append(code, end, not.start(1)).append('(');
            out.append(code, not.start(1), not.end(1)).append(')');
            end = not.end(1);
        }
        return out.append(code.substring(end)).toString();
    }

    /** Slices with a step become calls; what stands between quotes is left as it is. */
    private static String unsliced(String code) {
        String masked = masked(code);
        StringBuilder out = new StringBuilder();
        int end = 0;
        for (MatchResult slice : SLICE.matcher(masked).results().toList()) {
            out.append(code, end, slice.start());
            out.append('.').append(PythonMethods.SLICE).append('(');
            for (int bound = 1; bound <= 3; bound++) {
                String written = code.substring(slice.start(bound), slice.end(bound)).strip();
                out.append(bound > 1 ? ", " : "").append(written.isEmpty() ? "''" : written);
            }
            out.append(')');
            end = slice.end();
        }
        return out.append(code.substring(end)).toString();
    }

    /** Values of named arguments, {@code f(a=b|length - 1)}, get parentheses of their own. */
    private static String enclosed(String code) {
        String masked = masked(code);
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (MatchResult name : NAMED.matcher(masked).results().toList()) {
            int end = end(masked, name.end());
            boolean within = name.start() >= done && depth(masked, name.start() + 1) > 0;
            boolean single = SINGLE.matcher(masked.substring(name.end(), end)).matches();
            if (within && !single) {
                out.append(code, done, name.end()).append('(');
                out.append(enclosed(code.substring(name.end(), end))).append(')');
                done = end;
            }
        }
        return out.append(code.substring(done)).toString();
    }

    /** Parentheses and brackets that are open at a place. */
    private static int depth(String masked, int at) {
        int depth = 0;
        for (int i = 0; i < at; i++) {
            depth += "([".indexOf(masked.charAt(i)) >= 0 ? 1 : 0;
            depth -= ")]".indexOf(masked.charAt(i)) >= 0 ? 1 : 0;
        }
        return depth;
    }

    /** Where an argument ends. */
    private static int end(String masked, int from) {
        int depth = 0;
        for (int i = from; i < masked.length(); i++) {
            char c = masked.charAt(i);
            if (depth == 0 && (c == ',' || c == ')')) {
                return i;
            }
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
        }
        return from;
    }

    /** The code with other characters for what stands between quotes. */
    private static String masked(String code) {
        return WORDS.matcher(code).replaceAll(words -> "_".repeat(words.group().length()));
    }
}
