package dev.imago.runtime.image;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Java fills up the missing part of a torn JPEG and only warns; this makes it a failure. */
final class TornImage implements IIOReadWarningListener {
    private String warning;

    @Override
    public void warningOccurred(ImageReader source, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("premature") || lower.contains("truncated")) {
            warning = text;
        }
    }

    void check() throws IOException {
        if (warning != null) {
            throw new IOException(warning);
        }
    }
}
