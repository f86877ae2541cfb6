package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.report.MachineFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One call of the command line, from its words to its exit code. */
final class CommandLineRun {
    private final Console console;
    private final Function<Verbs, Verb> verbs;

    CommandLineRun(Console console) {
        this(console, Verbs::create);
    }

    /**
     * @param verbs makes the command of a verb
     */
    CommandLineRun(Console console, Function<Verbs, Verb> verbs) {
        this.console = console;
        this.verbs = verbs;
    }

    /** Does what the words say; never throws. */
    int run(List<String> words) {
        FailureReport failures =
                new FailureReport(
                        console,
                        words.contains("--json"),
                        words.contains("-v") || words.contains("--verbose"));
        try {
            return root(RootWords.parse(words));
        } catch (Throwable failure) { // the last one who can tell the user
            return failures.tell(failure, words);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    private int root(RootWords words) {
        if (words.version()) {
            console.out().println("imago " + MachineFacts.imagoVersion());
            return 0;
        }
        if (words.verb().isEmpty()) {
            console.out().print(RootHelp.text());
            return 0;
        }
        Optional<Verbs> known = Verbs.of(words.verb());
        return known.isPresent()
                ? verb(verbs.apply(known.get()), words)
                : new PluginVerb(words, console).run();
    }

    private int verb(Verb verb, RootWords words) {
        CommandLine command = new CommandLine(verb);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setUsageHelpWidth(96);
        try {
            command.parseArgs(words.arguments().toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ImagoException(List.of(UsageProblem.of(e, words.verb())));
        }
        verb.shared().plugins.addAll(words.plugins());
        if (command.isUsageHelpRequested() || words.help()) {
            command.usage(console.out());
            return 0;
        }
        return verb.run(console);
    }

    /** What to throw for the value of an option, of the key's name, that makes no sense. */
    static ImagoException usage(InvalidValueException e) {
        String option = "--" + e.key().replace('_', '-');
        return new ImagoException(ErrorCode.USAGE, option, e.reason() + ".", e);
    }

    /** What to throw for words that make no sense. */
    static ImagoException usage(String place, String message) {
        return new ImagoException(ErrorCode.USAGE, place, message);
    }
}
