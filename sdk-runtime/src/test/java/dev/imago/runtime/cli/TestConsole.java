package dev.imago.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs the command line on streams in memory. */
final class TestConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";
    private Map<String, String> environment = Map.of();
    private Function<Verbs, Verb> verbs = Verbs::create;

    TestConsole typing(String text) {
        input = text;
        return this;
    }

    TestConsole within(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** What is made instead of any verb. */
    TestConsole with(Verb verb) {
        verbs = any -> verb;
        return this;
    }

    int run(String... words) {
        return new CommandLineRun(console(Console.Terminals.NONE, environment), verbs)
                .run(List.of(words));
    }

    Console console(Console.Terminals terminals, Map<String, String> environment) {
        PrintStream errors = new PrintStream(err, true, UTF_8);
        return new Console(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                errors,
                terminals,
                environment,
                new StopRequest(errors));
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }
}
