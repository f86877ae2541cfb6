package dev.imago.runtime.report;

import dev.imago.api.data.Picture;
import dev.imago.runtime.image.PictureWriter;
import java.util.Base64;

/** Pictures inside of HTML. */
final class PngData {
    private PngData() {}

    /** A {@code data:} address that holds the picture. */
    static String uri(Picture picture) {
        byte[] png = PictureWriter.png(picture);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
