package dev.imago.runtime.bench;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * JPEG files to measure with: of 640×480 pixels, with the sizes of bytes and the fine and coarse
 * structure that photos have. The same at every run.
 */
final class BenchPictures {
    private static final String KEPT = "imago-bench-images";
    private static final int COUNT = 24;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final float QUALITY = 0.9f;

    /** Cells of the coarsest structure, in pixels; each next is half as large and weaker. */
    private static final int COARSEST = 256;

    private static final int OCTAVES = 8;
    private static final double WEAKER = 0.72;

    private BenchPictures() {}

    /** The JPEG files in a folder, which is made and filled where there is none. */
    static List<Path> in(Path folder) {
        try {
            if (!Files.exists(folder)) {
                make(folder);
            }
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> found =
                        files.filter(file -> file.toString().matches(".*\\.jpe?g"))
                                .sorted()
                                .toList();
                if (found.isEmpty()) {
                    throw new ImagoException(
                            ErrorCode.FILE_NOT_FOUND,
                            folder.toString(),
                            "holds no .jpg, expected pictures to measure with");
                }
                return found;
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be read or written: " + e, e);
        }
    }

    /** Those in the folder for temporary files, where they stay for the next time. */
    static List<Path> kept() {
        return in(Path.of(System.getProperty("java.io.tmpdir"), KEPT));
    }

    private static void make(Path folder) throws IOException {
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        Files.createDirectories(part);
        for (int i = 0; i < COUNT; i++) {
            write(picture(new Random(i)), part.resolve(String.format("%02d.jpg", i)));
        }
        Files.move(part, folder);
    }

    private static BufferedImage picture(Random random) {
        List<double[]> channels = new ArrayList<>();
        double[] shared = noise(random);
        for (int c = 0; c < 3; c++) {
            double[] own = noise(random);
            for (int i = 0; i < own.length; i++) {
                own[i] = 0.75 * shared[i] + 0.25 * own[i];
            }
            channels.add(own);
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int rgb = 0;
            for (double[] channel : channels) {
                rgb = rgb << 8 | (int) Math.max(0, Math.min(255, 128 + 70 * channel[i]));
            }
            image.setRGB(i % WIDTH, i / WIDTH, rgb);
        }
        return image;
    }

    /** Smooth noise of several sizes, about -1 to 1. */
    private static double[] noise(Random random) {
        double[] sum = new double[WIDTH * HEIGHT];
        double strength = 1;
        for (int octave = 0, cell = COARSEST; octave < OCTAVES; octave++, cell /= 2) {
            int columns = WIDTH / cell + 2;
            double[] corners = new double[columns * (HEIGHT / cell + 2)];
            for (int i = 0; i < corners.length; i++) {
                corners[i] = strength * (random.nextDouble() * 2 - 1);
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += between(corners, columns, i % WIDTH, i / WIDTH, cell);
            }
            strength *= WEAKER;
        }
        return sum;
    }

    private static double between(double[] corners, int columns, int x, int y, int cell) {
        int at = y / cell * columns + x / cell;
        double right = (double) (x % cell) / cell;
        double low = (double) (y % cell) / cell;
        double upper = corners[at] * (1 - right) + corners[at + 1] * right;
        double lower = corners[at + columns] * (1 - right) + corners[at + columns + 1] * right;
        return upper * (1 - low) + lower * low;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
    }
}
