package dev.imago.plugins.sources.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a file was changed.
 *
 * @param size in bytes
 * @param modified when, in nanoseconds
 */
record FileStamp(long size, long modified) {
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
}
