package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line, split at the verb.
 *
 * @param plugins jars named before the verb
 * @param version whether only the version is asked for
 * @param help whether help on the verb is asked for by {@code imago help VERB}
 * @param verb empty when there is none
 * @param arguments what follows the verb
 */
record RootWords(
        List<Path> plugins, boolean version, boolean help, String verb, List<String> arguments) {
    private static final List<String> OPTIONS =
            List.of("--help", "--version", "--plugin", "--verbose", "--json");

    static RootWords parse(List<String> words) {
        List<Path> plugins = new ArrayList<>();
        int at = 0;
        for (; at < words.size() && words.get(at).startsWith("-"); at++) {
            String word = words.get(at);
            if (word.equals("--plugin") && at + 1 < words.size()) {
                plugins.add(Path.of(words.get(++at)));
            } else if (word.startsWith("--plugin=")) {
                plugins.add(Path.of(word.substring("--plugin=".length())));
            } else if (word.equals("-V") || word.equals("--version")) {
                return new RootWords(plugins, true, false, "", List.of());
            } else if (word.equals("-h") || word.equals("--help")) {
                return new RootWords(plugins, false, false, "", List.of());
            } else if (!List.of("-v", "--verbose").contains(word)) {
                throw unknown(word);
            }
        }
        return verb(plugins, words.subList(at, words.size()));
    }

    private static RootWords verb(List<Path> plugins, List<String> words) {
        boolean help = words.size() > 0 && words.get(0).equals("help");
        List<String> rest = help ? words.subList(1, words.size()) : words;
        if (rest.isEmpty()) {
            return new RootWords(plugins, false, false, "", List.of());
        }
        List<String> arguments = help ? List.of("--help") : rest.subList(1, rest.size());
        return new RootWords(plugins, false, help, rest.get(0), arguments);
    }

    private static ImagoException unknown(String option) {
        String message =
                option.equals("--plugin")
                        ? "expected a jar or a folder after it"
                        : "no such option before the verb.";
        String hint = NearestName.question(option, OPTIONS);
        return new ImagoException(
                List.of(
                        new Problem(
                                ErrorCode.USAGE,
                                option,
                                message,
                                hint.isEmpty() ? "`imago --help` lists them." : hint)));
    }
}
