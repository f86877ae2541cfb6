package dev.imago.runtime.jpeg;

import java.io.IOException;

/** A file that is torn, damaged or of a kind of JPEG that is not read. */
public final class JpegFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong
     */
    JpegFormatException(String message) {
        super(message);
    }
}
