package dev.imago.api.data;

import dev.imago.api.Api;
import java.nio.file.Path;

/**
 * Where the bytes of a video lie: a whole file, or a part of one such as an entry of an archive.
 *
 * @param id names the video within its data set; begins the ids of its frames
 * @param file holds the bytes
 * @param start of the first byte in the file
 * @param length in bytes
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record VideoFile(String id, Path file, long start, long length) {
    /** Stands for "to the end of the file". */
    public static final long TO_THE_END = Long.MAX_VALUE;

    /** Checks the bounds. */
    public VideoFile {
        if (start < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "a video can't have " + length + " bytes from " + start);
        }
    }

    /** A whole file, named by its path. */
    public static VideoFile of(Path file) {
        return new VideoFile(file.toString(), file, 0, TO_THE_END);
    }

    /** Whether it is the whole file. */
    public boolean isWhole() {
        return start == 0 && length == TO_THE_END;
    }
}
