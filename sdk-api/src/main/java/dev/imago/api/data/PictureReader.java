package dev.imago.api.data;

import dev.imago.api.Api;
import java.nio.file.Path;

/**
 * Decodes images for sources. A service of the runtime: a component asks for it in its constructor.
 * Thread-safe.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface PictureReader {
    /**
     * Decodes a file.
     *
     * @throws dev.imago.api.error.ImagoException with FILE_NOT_FOUND or BAD_IMAGE and the file
     */
    Picture read(Path file);

    /**
     * Decodes the bytes of an image file.
     *
     * @param place names the bytes in errors
     * @throws dev.imago.api.error.ImagoException with BAD_IMAGE
     */
    Picture read(byte[] encoded, String place);

    /** A file that is decoded when it is needed. */
    default ImageSource source(String id, Path file) {
        return new ImageFile(id, file, this);
    }
}
