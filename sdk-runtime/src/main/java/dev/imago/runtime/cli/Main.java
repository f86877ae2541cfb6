package dev.imago.runtime.cli;

import java.util.List;

/** Entry point of the {@code imago} command line. */
public final class Main {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Main() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.contains("-v") || words.contains("--verbose")) {
            System.setProperty(LOG_LEVEL, "info"); // read when the first logger is made
        }
        Console console = Console.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(console.stop())));
        int code = new CommandLineRun(console).run(words);
        console.stop().ended(code);
        System.exit(code);
    }

    /** The JVM is ending already; only its exit code is still open. */
    private static void shutDown(StopRequest stop) {
        if (stop.hasEnded()) {
            return;
        }
        NativeCleanup.skip();
        stop.awaitEnd().ifPresent(Runtime.getRuntime()::halt);
    }
}
