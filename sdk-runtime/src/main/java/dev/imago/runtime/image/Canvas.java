package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import java.util.List;

/** Puts pictures on larger ones, and cuts parts out of them. */
final class Canvas {
    private static final int CHANNELS = 3;

    private Canvas() {}

    /** The picture in the middle of a larger one of one colour; odd pixels are at the end. */
    static Picture padded(Picture picture, int width, int height, List<Integer> colour) {
        int left = (width - picture.width()) / 2;
        int top = (height - picture.height()) / 2;
        return placed(picture, width, height, left, top, colour);
    }

    /** The picture somewhere on a larger one of one colour. */
    static Picture placed(
            Picture picture, int width, int height, int left, int top, List<Integer> colour) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        byte[] rgb = new byte[width * height * CHANNELS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = colour.get(i % CHANNELS).byteValue();
        }
        int row = picture.width() * CHANNELS;
        for (int y = 0; y < picture.height(); y++) {
            int to = ((top + y) * width + left) * CHANNELS;
            System.arraycopy(picture.rgb(), y * row, rgb, to, row);
        }
        return new Picture(width, height, rgb);
    }

    /** A part of a picture. */
    static Picture part(Picture picture, int left, int top, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        byte[] rgb = new byte[width * height * CHANNELS];
        int row = width * CHANNELS;
        for (int y = 0; y < height; y++) {
            int from = ((top + y) * picture.width() + left) * CHANNELS;
            System.arraycopy(picture.rgb(), from, rgb, y * row, row);
        }
        return new Picture(width, height, rgb);
    }
}
