package dev.imago.api.data;

import dev.imago.api.Api;

/** A picture that is decoded when it is needed. Thread-safe. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface ImageSource {
    /** Names the picture within its data set: the same id is the same picture, also tomorrow. */
    String id();

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
