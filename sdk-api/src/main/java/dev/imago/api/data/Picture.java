package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A decoded RGB picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code height × width × 3} bytes, row by row; not copied, don't change it
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Picture(int width, int height, byte[] rgb) {
    /** Checks the sizes. */
    public Picture {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "a picture of "
                            + width
                            + "×"
                            + height
                            + " can't have "
                            + rgb.length
                            + " bytes");
        }
    }

    /** One channel of one pixel, 0..255; channel 0 is red. */
    public int at(int x, int y, int channel) {
        return rgb[(y * width + x) * 3 + channel] & 0xff;
    }
}
