package dev.imago.api.data;

import dev.imago.api.Api;

/** A part of a picture, cut out of it. Thread-safe. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Crop extends ImageSource {
    /** The picture it is cut out of. */
    ImageSource whole();

    /** Which part; may have to decode the picture. */
    Box box();

    /** What lies in a box, in the picture's own pixels: every pixel that the box touches. */
    static Crop of(ImageSource whole, Box box) {
        return new CutOut(whole, box);
    }
}
