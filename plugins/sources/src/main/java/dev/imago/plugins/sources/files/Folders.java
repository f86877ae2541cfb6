package dev.imago.plugins.sources.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where files lie. */
public final class Folders {
    private Folders() {}

    /** A folder itself; the folder of a file. */
    public static Path of(Path path) {
        if (Files.isDirectory(path)) {
            return path;
        }
        Path folder = path.getParent();
        return folder == null ? Path.of("") : folder;
    }

    /** The folders of files, each once. */
    public static List<Path> parents(List<Path> files) {
        return files.stream().map(Folders::of).distinct().toList();
    }
}
