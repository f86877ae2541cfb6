package dev.imago.runtime.image;

import java.io.IOException;

/** A file that no reader knows. */
final class UnknownFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownFormatException(String message) {
        super(message);
    }
}
