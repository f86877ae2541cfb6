package dev.imago.runtime.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Some readers fill up the missing part of a torn file and only warn; this makes it a failure. */
final class TornImage implements IIOReadWarningListener {
    private String warning;

    /** The first image. */
    BufferedImage read(ImageReader reader) throws IOException {
        reader.addIIOReadWarningListener(this);
        BufferedImage image = decoded(reader);
        if (warning != null) {
            throw new IOException(warning);
        }
        return image;
    }

    /**
     * Damaged lengths make some readers ask for all memory at once, and libwebp tells damage as
     * want of memory: that is the picture's fault and not the program's.
     */
    private static BufferedImage decoded(ImageReader reader) throws IOException {
        try {
            return reader.read(0);
        } catch (OutOfMemoryError e) {
            throw new IOException("it is damaged, or needs more memory than there is", e);
        }
    }

    @Override
    public void warningOccurred(ImageReader source, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("premature") || lower.contains("truncated")) {
            warning = text;
        }
    }
}
