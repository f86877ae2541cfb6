package dev.imago.runtime.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import dev.imago.api.data.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The picture in a PNG, WebP, GIF, BMP or TIFF file, by readers of Java's image I/O. */
final class ContainedImage {
    private final byte[] file;
    private final SizeLimit limit;
    private final boolean upright;
    private final boolean greyClipped;

    /** Refuses pictures that are too large. */
    interface SizeLimit {
        /** Throws an exception when a picture of this size may not be decoded. */
        void check(int width, int height);
    }

    /**
     * @param file its bytes
     * @param limit is asked before anything is decoded
     * @param upright whether it is turned as EXIF says
     * @param greyClipped whether grey of 16 bits is clipped at 255
     */
    ContainedImage(byte[] file, SizeLimit limit, boolean upright, boolean greyClipped) {
        this.file = file;
        this.limit = limit;
        this.upright = upright;
        this.greyClipped = greyClipped;
    }

    /** The first frame. */
    Picture read() throws IOException {
        if (begins("GIF8", 0)) {
            return onScreen(GifScreen.of(file));
        }
        if (begins("RIFF", 0) && begins("WEBP", 8)) {
            return webp(WebpFile.of(file));
        }
        if (begins("\u0089PNG", 0)) {
            return upright(ExifBlock.ofPng(file), stored());
        }
        if (begins("II", 0) || begins("MM", 0)) {
            return upright(Optional.of(new ExifBlock(file, 0, file.length)), stored());
        }
        return stored();
    }

    private Picture webp(WebpFile webp) throws IOException {
        if (!webp.isAnimated()) {
            return upright(webp.exif(), stored());
        }
        limit.check(webp.width(), webp.height());
        WebpFile.Frame frame = webp.firstFrame();
        Picture picture = new ContainedImage(frame.file(), limit, false, greyClipped).stored();
        if (frame.left() + picture.width() > webp.width()
                || frame.top() + picture.height() > webp.height()) {
            throw new IOException("the first frame leaves the canvas");
        }
        Picture whole =
                Canvas.placed(
                        picture,
                        webp.width(),
                        webp.height(),
                        frame.left(),
                        frame.top(),
                        List.of(0, 0, 0));
        return upright(webp.exif(), whole);
    }

    private boolean begins(String letters, int at) {
        int end = at + letters.length();
        return end <= file.length
                && new String(file, at, letters.length(), StandardCharsets.ISO_8859_1)
                        .equals(letters);
    }

    private Picture upright(Optional<ExifBlock> exif, Picture stored) {
        return exif.filter(block -> upright)
                .map(ExifBlock::orientation)
                .orElse(Orientation.UPRIGHT)
                .upright(stored);
    }

    private Picture stored() throws IOException {
        return decoded((reader, torn) -> RgbPixels.of(torn.read(reader), greyClipped));
    }

    /** The first frame of a GIF may cover a part of the screen. */
    private Picture onScreen(GifScreen screen) throws IOException {
        return decoded(
                (reader, torn) -> {
                    int width = Math.max(screen.width(), screen.left() + reader.getWidth(0));
                    int height = Math.max(screen.height(), screen.top() + reader.getHeight(0));
                    limit.check(width, height);
                    return RgbPixels.onScreen(torn.read(reader), screen, width, height);
                });
    }

    /** Makes a picture of what a reader reads. */
    private interface Decoding {
        Picture of(ImageReader reader, TornImage torn) throws IOException;
    }

    private Picture decoded(Decoding decoding) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(file);
        try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            ImageReader reader = reader(in);
            try {
                reader.setInput(in, true, true);
                limit.check(reader.getWidth(0), reader.getHeight(0));
                return decoding.of(reader, new TornImage());
            } finally {
                reader.dispose();
            }
        }
    }

    private ImageReader reader(ImageInputStream in) throws IOException {
        if (begins("RIFF", 0)) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new UnknownFormatException("no reader knows the file");
        }
        return readers.next();
    }
}
