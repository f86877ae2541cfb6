package dev.imago.plugins.sources.media;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that paths in records start from, and that they must not leave. Thread-safe. */
public final class MediaRoot {
    private final Path root;
    private final Path absolute;
    private final boolean allowOutside;

    /**
     * @param root the folder
     * @param allowOutside whether paths and links may lead out of it
     */
    public MediaRoot(Path root, boolean allowOutside) {
        this.root = root;
        this.absolute = root.toAbsolutePath().normalize();
        this.allowOutside = allowOutside;
    }

    /**
     * The file or folder that a record names.
     *
     * @param what "image" or "video", for errors
     * @throws ImagoException FILE_NOT_FOUND; BAD_SAMPLE when it lies outside
     */
    Path find(String written, String what, Record record) {
        Path path = path(written, what, record);
        if (!allowOutside && !path.toAbsolutePath().normalize().startsWith(absolute)) {
            throw outside(written, what, record);
        }
        if (!Files.exists(path)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    record.place(),
                    "names " + what + " " + path + ", which is not there");
        }
        try {
            if (!allowOutside && !path.toRealPath().startsWith(absolute.toRealPath())) {
                throw outside(written, what, record);
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    record.place(),
                    "names " + what + " " + path + ", which can't be read: " + e,
                    e);
        }
        return path;
    }

    private Path path(String written, String what, Record record) {
        try {
            return root.resolve(written).normalize();
        } catch (InvalidPathException e) {
            throw record.bad(
                    "names " + what + " '" + written + "', which is no path: " + e.getReason());
        }
    }

    private ImagoException outside(String written, String what, Record record) {
        return record.bad(
                "names "
                        + what
                        + " '"
                        + written
                        + "', which leads out of the data's folder "
                        + root.toAbsolutePath()
                        + "; `allow_outside: true` permits that");
    }
}
