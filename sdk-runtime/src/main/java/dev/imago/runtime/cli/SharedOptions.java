package dev.imago.runtime.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that every verb has. */
final class SharedOptions {
    @Option(
            names = "--plugin",
            paramLabel = "JAR",
            order = 100,
            description = "a plugin jar, or a folder of them; may be repeated")
    List<Path> plugins = new ArrayList<>();

    @Option(
            names = "--json",
            order = 101,
            description = "print one JSON object on standard output, all else on standard error")
    boolean json;

    @Option(
            names = {"-v", "--verbose"},
            order = 102,
            description = "show stack traces and the log")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 103,
            description = "show this help")
    boolean help;

    /** The plugins of these options and of the installation's folder. */
    List<Path> plugins(Console console) {
        return PluginFolders.with(plugins, console.environment());
    }
}
