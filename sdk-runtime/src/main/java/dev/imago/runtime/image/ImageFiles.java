package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import dev.imago.api.data.PictureReader;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.jpeg.JpegDecoder;
import dev.imago.runtime.jpeg.JpegFormatException;
import dev.imago.runtime.jpeg.JpegPixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads JPEG, PNG, WebP, GIF and TIFF (of both the first frame) and BMP as 8-bit RGB. Sizes are
 * checked before anything is decoded; what is torn or damaged is refused, never filled up with
 * grey. Pictures stand as EXIF says that the camera was held. Colours are taken as stored: profiles
 * are not applied, grey is repeated, alpha is dropped and not blended; of 16 bits the upper 8
 * count.
 */
public final class ImageFiles implements PictureReader {
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_PIXELS = 100_000_000;

    /** More than any format but PNG and TIFF can have. */
    private static final int LONGEST_SIDE = 1 << 17;

    private final long mostBytes;
    private final long mostPixels;
    private final boolean upright;
    private final boolean greyClipped;

    /** Files of up to 64 MiB and 100 million pixels. */
    public ImageFiles() {
        this(MOST_BYTES, MOST_PIXELS);
    }

    /**
     * @param mostBytes refuses larger files
     * @param mostPixels refuses pictures of more pixels, before they are decoded
     */
    public ImageFiles(long mostBytes, long mostPixels) {
        this(mostBytes, mostPixels, true, false);
    }

    private ImageFiles(long mostBytes, long mostPixels, boolean upright, boolean greyClipped) {
        this.mostBytes = mostBytes;
        this.mostPixels = mostPixels;
        this.upright = upright;
        this.greyClipped = greyClipped;
    }

    /** The same but for EXIF, which is not looked at. */
    public ImageFiles asStored() {
        return new ImageFiles(mostBytes, mostPixels, false, greyClipped);
    }

    /** The same but for grey of 16 bits, whose values are clipped at 255 as Pillow clips them. */
    public ImageFiles clippingGrey() {
        return new ImageFiles(mostBytes, mostPixels, upright, true);
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
        ContainedImage.SizeLimit limit = (width, height) -> refusePixels(width, height, place);
        try {
            return JpegDecoder.isJpeg(encoded)
                    ? jpeg(encoded, limit)
                    : new ContainedImage(encoded, limit, upright, greyClipped).read();
        } catch (JpegFormatException e) {
            throw bad(place, e.getMessage(), e);
        } catch (UnknownFormatException e) {
            throw bad(place, "is no JPEG, PNG, WebP, GIF, BMP or TIFF", e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof ImagoException known) {
                throw known;
            }
            // Readers throw whatever a damaged file leads them to.
            throw bad(place, "can't be decoded (" + e + ")", e);
        }
    }

    private Picture jpeg(byte[] encoded, ContainedImage.SizeLimit limit) throws IOException {
        JpegDecoder decoder = new JpegDecoder(encoded);
        limit.check(decoder.width(), decoder.height());
        JpegPixels pixels = decoder.decode();
        Picture stored = new Picture(pixels.width(), pixels.height(), pixels.rgb());
        return !upright || decoder.exifStart() < 0
                ? stored
                : new ExifBlock(encoded, decoder.exifStart(), decoder.exifEnd())
                        .orientation()
                        .upright(stored);
    }

    private void refusePixels(int width, int height, String place) {
        if ((long) width * height > mostPixels) {
            String size = width + "×" + height;
            throw bad(place, "has " + size + " pixels, more than " + mostPixels, null);
        }
        if (Math.max(width, height) > LONGEST_SIDE) {
            String size = width + "×" + height;
            throw bad(place, "is " + size + " pixels, longer than " + LONGEST_SIDE, null);
        }
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
