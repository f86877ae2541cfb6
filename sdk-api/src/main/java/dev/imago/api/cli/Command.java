package dev.imago.api.cli;

import dev.imago.api.Api;
import java.io.PrintStream;
import java.util.List;

/** A verb of the command line that a plugin adds. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Command {
    /**
     * Runs the verb.
     *
     * @param arguments the words after the verb
     * @param out where it prints
     * @return the exit code
     */
    int run(List<String> arguments, PrintStream out);
}
