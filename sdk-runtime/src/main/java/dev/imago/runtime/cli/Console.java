package dev.imago.runtime.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a verb reads from and prints to.
 *
 * @param in standard input
 * @param out what was asked for
 * @param err everything else: progress, problems, remarks
 * @param terminals which of the three are a terminal
 * @param environment the process's variables
 * @param stop the user's wish to stop
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminals terminals,
        Map<String, String> environment,
        StopRequest stop) {
    private static final String WHICH = "imago.terminals";

    /** Which streams are a terminal. */
    record Terminals(boolean in, boolean out, boolean err) {
        static final Terminals NONE = new Terminals(false, false, false);
    }

    /** The streams of this process, in UTF-8. */
    static Console ofProcess() {
        PrintStream err = stream(FileDescriptor.err);
        return new Console(
                System.in,
                stream(FileDescriptor.out),
                err,
                terminalsOfProcess(),
                System.getenv(),
                new StopRequest(err));
    }

    /** The launcher knows; without it the JVM tells only of all of them together. */
    private static Terminals terminalsOfProcess() {
        String which = System.getProperty(WHICH);
        if (which == null) {
            boolean all = System.console() != null;
            return new Terminals(all, all, all);
        }
        List<String> names = List.of(which.split(","));
        return new Terminals(names.contains("in"), names.contains("out"), names.contains("err"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Whether the terminal that {@link #out} goes to shows colours. */
    boolean colour() {
        String terminal = environment.getOrDefault("TERM", "dumb");
        return terminals.out() && !environment.containsKey("NO_COLOR") && !terminal.equals("dumb");
    }
}
