package dev.imago.api.data;

import dev.imago.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a file was changed.
 *
 * @param size in bytes
 * @param modified when, in nanoseconds since 1970
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record FileStamp(long size, long modified) {
    /**
     * The stamp of a file as it is now.
     *
     * @throws IOException where there is none, or it can't be looked at
     */
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /**
     * A name for something that lies in a file: another as soon as the file is changed.
     *
     * @param id of what lies in it
     * @return the id alone where the file can't be looked at; who reads it then, is told why
     */
    public static String version(String id, Path file) {
        try {
            FileStamp now = of(file);
            return id + "|" + now.size + "|" + now.modified;
        } catch (IOException e) {
            return id;
        }
    }
}
