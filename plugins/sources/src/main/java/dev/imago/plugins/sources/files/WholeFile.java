package dev.imago.plugins.sources.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that others, in this process or another, see whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /** Makes a file. */
    @FunctionalInterface
    public interface Writing {
        /** Writes all of it. */
        void to(Path unfinished) throws IOException;
    }

    /**
     * Lets a file be written beside its place, and then gives it its name; where writing fails
     * nothing is left.
     *
     * @param writing throws what this throws
     */
    public static void write(Path file, Writing writing) throws IOException {
        String own = "." + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        Path unfinished = file.resolveSibling(file.getFileName() + own + ".tmp");
        try {
            writing.to(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
