package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import dev.imago.api.data.PictureReader;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG, JPEG, GIF (the first frame) and BMP. Sizes are checked before anything is decoded;
 * what is torn or damaged is refused, never filled up with grey. Colours are taken as stored:
 * profiles and orientation tags are not applied, alpha is dropped.
 */
public final class ImageFiles implements PictureReader {
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_PIXELS = 100_000_000;

    private final long mostBytes;
    private final long mostPixels;

    /** Files of up to 64 MiB and 100 million pixels. */
    public ImageFiles() {
        this(MOST_BYTES, MOST_PIXELS);
    }

    /**
     * @param mostBytes refuses larger files
     * @param mostPixels refuses pictures of more pixels, before they are decoded
     */
    public ImageFiles(long mostBytes, long mostPixels) {
        this.mostBytes = mostBytes;
        this.mostPixels = mostPixels;
    }

    @Override
    public Picture read(Path file) {
        try {
            refuseBytes(Files.size(file), file.toString());
            return read(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, file.toString(), "does not exist", e);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    @Override
    public Picture read(byte[] encoded, String place) {
        refuseBytes(encoded.length, place);
        ByteArrayInputStream bytes = new ByteArrayInputStream(encoded);
        try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw bad(place, "is no PNG, JPEG, GIF or BMP", null);
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, in, place);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof ImagoException known) {
                throw known;
            }
            // Readers throw whatever a damaged file leads them to.
            throw bad(place, "can't be decoded (" + e + ")", e);
        }
    }

    private Picture decode(ImageReader reader, ImageInputStream in, String place)
            throws IOException {
        reader.setInput(in, true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > mostPixels) {
            String size = width + "×" + height;
            throw bad(place, "has " + size + " pixels, more than " + mostPixels, null);
        }
        TornImage torn = new TornImage();
        reader.addIIOReadWarningListener(torn);
        BufferedImage image = reader.read(0);
        torn.check();
        return RgbPixels.of(image);
    }

    private void refuseBytes(long bytes, String place) {
        if (bytes > mostBytes) {
            throw bad(place, "has " + bytes + " bytes, more than " + mostBytes, null);
        }
        if (bytes == 0) {
            throw bad(place, "is empty", null);
        }
    }

    private static ImagoException bad(String place, String message, Exception cause) {
        return new ImagoException(ErrorCode.BAD_IMAGE, place, message, cause);
    }
}
