package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.List;
import java.util.stream.IntStream;

/** Any decoded image as 8-bit RGB, by its stored samples: no colour management, alpha dropped. */
final class RgbPixels {
    private RgbPixels() {}

    static Picture of(BufferedImage image) {
        return of(image, false);
    }

    /**
     * @param greyClipped whether grey of 16 bits is clipped at 255; else its upper 8 count
     */
    static Picture of(BufferedImage image, boolean greyClipped) {
        Raster raster = image.getRaster();
        byte[] rgb = new byte[raster.getWidth() * raster.getHeight() * 3];
        if (image.getColorModel() instanceof IndexColorModel palette) {
            fromPalette(raster, palette, rgb);
        } else if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            fromInks(raster, rgb);
        } else if (raster.getSampleModel().getSampleSize(0) > Short.SIZE
                || greyClipped && isWideGrey(raster)) {
            fromNumbers(raster, rgb);
        } else if (isBytes(raster)) {
            fromBytes(raster, rgb);
        } else {
            fromSamples(raster, rgb);
        }
        return new Picture(raster.getWidth(), raster.getHeight(), rgb);
    }

    /** A frame of indexed colours on a larger screen. */
    static Picture onScreen(BufferedImage frame, GifScreen screen, int width, int height) {
        Picture picture = of(frame);
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        int colour =
                frame.getColorModel() instanceof IndexColorModel palette
                                && screen.filler() < palette.getMapSize()
                        ? palette.getRGB(screen.filler())
                        : 0;
        List<Integer> filler = List.of(colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff);
        return Canvas.placed(picture, width, height, screen.left(), screen.top(), filler);
    }

    private static boolean isWideGrey(Raster raster) {
        return raster.getNumBands() == 1 && raster.getSampleModel().getSampleSize(0) == Short.SIZE;
    }

    private static boolean isBytes(Raster raster) {
        return raster.getSampleModel() instanceof PixelInterleavedSampleModel
                && raster.getDataBuffer() instanceof DataBufferByte
                && raster.getParent() == null;
    }

    private static void fromPalette(Raster raster, IndexColorModel palette, byte[] rgb) {
        int width = raster.getWidth();
        int[] row = new int[width];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                rgb[to++] = (byte) palette.getRed(index);
                rgb[to++] = (byte) palette.getGreen(index);
                rgb[to++] = (byte) palette.getBlue(index);
            }
        }
    }

    private static void fromBytes(Raster raster, byte[] rgb) {
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        int[] bands = colourBands(model.getBandOffsets());
        int stride = model.getPixelStride();
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            int from = raster.getDataBuffer().getOffset() + y * model.getScanlineStride();
            for (int x = 0; x < raster.getWidth(); x++, from += stride) {
                rgb[to++] = data[from + bands[0]];
                rgb[to++] = data[from + bands[1]];
                rgb[to++] = data[from + bands[2]];
            }
        }
    }

    /** Cyan, magenta, yellow and black of printing, as Pillow turns them to light. */
    private static void fromInks(Raster raster, byte[] rgb) {
        int width = raster.getWidth();
        int[] row = new int[width * 4];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int from = 0; from < row.length; from += 4) {
                int light = 255 - row[from + 3];
                for (int ink = 0; ink < 3; ink++) {
                    rgb[to++] = (byte) (light - (row[from + ink] * light + 127) / 255);
                }
            }
        }
    }

    private static void fromSamples(Raster raster, byte[] rgb) {
        int width = raster.getWidth();
        int count = raster.getNumBands();
        int[] bands = colourBands(IntStream.range(0, count).toArray());
        int[] row = new int[width * count];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int from = 0; from < row.length; from += count) {
                for (int band : bands) {
                    int bits = raster.getSampleModel().getSampleSize(band);
                    rgb[to++] = (byte) eightBits(row[from + band], bits);
                }
            }
        }
    }

    /** Numbers of scientific pictures: taken for 0..255, as Pillow does. */
    private static void fromNumbers(Raster raster, byte[] rgb) {
        int width = raster.getWidth();
        int count = raster.getNumBands();
        int[] bands = colourBands(IntStream.range(0, count).toArray());
        double[] row = new double[width * count];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int from = 0; from < row.length; from += count) {
                for (int band : bands) {
                    rgb[to++] = (byte) Math.max(0, Math.min(255, row[from + band]));
                }
            }
        }
    }

    /** Grey is repeated; a fourth, or a second beside grey, is alpha. */
    private static int[] colourBands(int[] bands) {
        return bands.length < 3
                ? new int[] {bands[0], bands[0], bands[0]}
                : new int[] {bands[0], bands[1], bands[2]};
    }

    private static int eightBits(int sample, int bits) {
        return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
    }
}
