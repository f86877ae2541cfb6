package dev.imago.plugins.wardrobe.world;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The photos of one split: gray, {@value #SIDE} pixels a side, {@value #LEVELS} levels of gray. */
public final class Photos {
    /** Side of a photo in pixels. */
    public static final int SIDE = 28;

    /** Levels of gray: the five highest bits of a file's bytes. */
    public static final int LEVELS = 32;

    private static final int SIZE = SIDE * SIDE;
    private static final int DROPPED_BITS = 3;

    private final Split split;
    private final byte[] levels;
    private final int[][] byGarment;

    private Photos(Split split, byte[] levels, int[][] byGarment) {
        this.split = split;
        this.levels = levels;
        this.byGarment = byGarment;
    }

    /** The photos that come with the plugin. */
    public static Photos bundled(Split split) {
        return parse(split, resource(split.images()), resource(split.labels()), "bundled ");
    }

    /**
     * The photos of a folder with the four files of Fashion-MNIST.
     *
     * @throws ImagoException with FILE_NOT_FOUND, FILE_UNREADABLE or CORRUPT_FILE
     */
    public static Photos of(Split split, Path root) {
        List<Path> missing =
                Stream.of(split.images(), split.labels())
                        .map(root::resolve)
                        .filter(file -> !Files.isRegularFile(file))
                        .toList();
        if (!missing.isEmpty()) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    missing.get(0).toString(),
                    "does not exist; root must be a folder with Fashion-MNIST's IDX files: "
                            + String.join(", ", files()));
        }
        return parse(
                split,
                read(root.resolve(split.images())),
                read(root.resolve(split.labels())),
                root.resolve("x").toString().replaceAll("x$", ""));
    }

    private static List<String> files() {
        return Arrays.stream(Split.values())
                .flatMap(split -> Stream.of(split.images(), split.labels()))
                .toList();
    }

    private static Photos parse(Split split, byte[] images, byte[] labels, String folder) {
        IdxFile photos = IdxFile.parse(images, folder + split.images(), 3);
        IdxFile classes = IdxFile.parse(labels, folder + split.labels(), 1);
        int count = photos.dimensions()[0];
        if (photos.dimensions()[1] != SIDE || photos.dimensions()[2] != SIDE) {
            throw IdxFile.corrupt(
                    folder + split.images(),
                    "has the sizes " + Arrays.toString(photos.dimensions()) + ", expected 28×28");
        }
        if (classes.dimensions()[0] != count) {
            throw IdxFile.corrupt(
                    folder + split.labels(),
                    "has " + classes.dimensions()[0] + " labels for " + count + " photos");
        }
        byte[] levels = photos.values();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) ((levels[i] & 0xff) >> DROPPED_BITS);
        }
        return new Photos(split, levels, group(classes.values(), folder + split.labels()));
    }

    private static int[][] group(byte[] labels, String place) {
        List<List<Integer>> groups = new ArrayList<>();
        Stream.of(Garment.values()).forEach(garment -> groups.add(new ArrayList<>()));
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= groups.size()) {
                throw IdxFile.corrupt(place, "has the label " + labels[i] + ", expected 0 to 9");
            }
            groups.get(labels[i]).add(i);
        }
        for (Garment garment : Garment.values()) {
            if (groups.get(garment.ordinal()).isEmpty()) {
                throw IdxFile.corrupt(place, "has no " + garment);
            }
        }
        return groups.stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private static byte[] resource(String name) {
        try (InputStream in =
                Photos.class.getResourceAsStream("/dev/imago/plugins/wardrobe/photos/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    /** Which photos these are. */
    public Split split() {
        return split;
    }

    /** How many there are. */
    public int size() {
        return levels.length / SIZE;
    }

    /** How many show a garment. */
    public int count(Garment garment) {
        return byGarment[garment.ordinal()].length;
    }

    /** Any photo of a garment. */
    public int any(Garment garment, RandomGenerator random) {
        int[] group = byGarment[garment.ordinal()];
        return group[random.nextInt(group.length)];
    }

    /** The gray of a pixel, 0 (empty) to {@value #LEVELS} - 1. */
    public int level(int photo, int x, int y) {
        return levels[photo * SIZE + y * SIDE + x];
    }
}
