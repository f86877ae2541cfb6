package dev.imago.runtime.parity;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;

/**
 * Stands for a recorded picture, of which only pixels or features are at hand.
 *
 * @param index of the picture among those of the case
 */
record NumberedImage(int index) implements ImageSource {
    @Override
    public String id() {
        return Integer.toString(index);
    }

    @Override
    public Picture load() {
        throw new UnsupportedOperationException("picture " + index + " is recorded as an array");
    }
}
