package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.report.MachineFacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a failure: all problems without a stack trace; of a defect one line, and where its whole
 * trace was written.
 */
final class FailureReport {
    private final Console console;
    private final boolean json;
    private final boolean verbose;

    FailureReport(Console console, boolean json, boolean verbose) {
        this.console = console;
        this.json = json;
        this.verbose = verbose;
    }

    /**
     * Prints what happened.
     *
     * @param command the words of the command line
     * @return the exit code
     */
    int tell(Throwable failure, List<String> command) {
        ImagoException known = KnownFailure.of(failure).orElseGet(() -> defect(failure, command));
        if (verbose) {
            failure.printStackTrace(console.err());
        }
        console.err().println("imago: " + text(known));
        if (json) {
            console.out().println(JsonText.of(object(known)));
        }
        return known.exitCode();
    }

    private static String text(ImagoException known) {
        List<Problem> problems = known.problems();
        if (known.getClass() != ImagoException.class || problems.size() == 1) {
            return known.getMessage(); // with a heading of its own, or needing none
        }
        StringBuilder text = new StringBuilder(problems.size() + " problems");
        problems.forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }

    private static Map<String, Object> object(ImagoException known) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("exit_code", known.exitCode());
        object.put("problems", known.problems().stream().map(FailureReport::object).toList());
        return object;
    }

    private static Map<String, Object> object(Problem problem) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("code", problem.code().name());
        object.put("place", problem.place());
        object.put("message", problem.message());
        object.put("hint", problem.hint());
        return object;
    }

    private static ImagoException defect(Throwable failure, List<String> command) {
        String hint = "Please report it with " + trace(failure, command) + ".";
        Problem problem =
                new Problem(
                        ErrorCode.INTERNAL,
                        "",
                        "a defect of Imago or a plugin: " + firstLine(failure) + ".",
                        hint);
        return new ImagoException(List.of(problem));
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("").strip();
    }

    /** Writes the whole trace to a file. */
    private static String trace(Throwable failure, List<String> command) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("imago " + MachineFacts.imagoVersion() + ": " + String.join(" ", command));
        out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        failure.printStackTrace(out);
        try {
            Path file = Files.createTempFile("imago-", "-error.txt");
            Files.writeString(file, text.toString());
            return file.toString();
        } catch (IOException e) {
            return "this trace:\n" + text;
        }
    }
}
