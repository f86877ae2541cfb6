package dev.imago.api.data;

import dev.imago.api.Api;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A picture that is decoded when it is needed. Thread-safe. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface ImageSource {
    /** Names the picture within its data set: the same id is the same picture, also tomorrow. */
    String id();

    /**
     * Names the picture as it is now: another as soon as its bytes may have changed, by the size
     * and time of the file that holds them. Cheap, nothing is decoded. The id where nothing can
     * change.
     */
    default String version() {
        return id();
    }

    /**
     * Opens the bytes of its image file, for their hash; the caller closes them. Empty where there
     * is none of its own: where it is drawn, or made of another picture.
     *
     * @throws IOException when they can't be read
     */
    default Optional<InputStream> encoded() throws IOException {
        return Optional.empty();
    }

    /**
     * Decodes the picture.
     *
     * @throws dev.imago.api.error.ImagoException with BAD_IMAGE when it can't be
     */
    Picture load();

    /** A picture that is already decoded. */
    static ImageSource of(String id, Picture picture) {
        return new ImageSource() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Picture load() {
                return picture;
            }
        };
    }
}
