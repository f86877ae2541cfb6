package dev.imago.it.invariants;

import dev.imago.api.error.ImagoException;
import dev.imago.it.process.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A run of the tiny recipe in a process of its own, which may be killed. */
final class ChildRun {
    private static final int SECONDS = 120;

    private final Path output;
    private final List<String> overrides;
    private final List<String> shell = new ArrayList<>();

    private ChildRun(Path output, List<String> overrides) {
        this.output = output;
        this.overrides = overrides;
    }

    static ChildRun in(Path output, String... overrides) {
        return new ChildRun(output, Arrays.asList(overrides));
    }

    /** Commands of bash that come first, e.g. {@code ulimit -f 64}. */
    ChildRun after(String command) {
        shell.add(command);
        return this;
    }

    /** Entry point of the process: runs the recipe, prints what is wrong. */
    public static void main(String[] args) {
        String[] overrides = Arrays.copyOfRange(args, 1, args.length);
        try {
            TinyRun.in(Path.of(args[0]), overrides).run();
        } catch (ImagoException e) {
            System.out.println(e.getMessage());
            System.exit(e.exitCode());
        }
    }

    /** What a process left. */
    record Ended(int exitCode, String output) {}

    /** Runs to the end. */
    Ended run() {
        return ended(start());
    }

    /** Kills the process, as power loss would, as soon as something is so. */
    Ended killedWhen(BooleanSupplier moment) {
        Process process = start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (process.isAlive() && !moment.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        return ended(process);
    }

    private Process start() {
        List<String> command =
                ChildJvm.command(List.of(), ChildRun.class, List.of(output.toString()));
        String script = String.join("; ", shell) + (shell.isEmpty() ? "" : "; ") + "exec \"$@\"";
        List<String> all = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        all.addAll(command);
        all.addAll(overrides);
        try {
            Files.createDirectories(output.getParent());
            return new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return output.resolveSibling(output.getFileName() + ".log");
    }

    private Ended ended(Process process) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the run does not end: " + Files.readString(log()));
            }
            return new Ended(process.exitValue(), Files.readString(log()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
