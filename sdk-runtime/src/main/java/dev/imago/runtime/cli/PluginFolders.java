package dev.imago.runtime.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where plugin jars lie: those named on the command line, then the folder of the installation
 * ({@code imago.plugins}, which the launcher sets), then {@code $IMAGO_HOME/plugins}.
 */
final class PluginFolders {
    private static final String OF_INSTALLATION = "imago.plugins";

    private PluginFolders() {}

    static List<Path> with(List<Path> named, Map<String, String> environment) {
        List<Path> all = new ArrayList<>(named);
        add(all, System.getProperty(OF_INSTALLATION));
        String home = environment.get("IMAGO_HOME");
        add(all, home == null ? null : Path.of(home, "plugins").toString());
        return all;
    }

    private static void add(List<Path> all, String folder) {
        if (folder != null
                && Files.isDirectory(Path.of(folder))
                && !all.contains(Path.of(folder))) {
            all.add(Path.of(folder));
        }
    }
}
