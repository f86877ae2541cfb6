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
import java.util.zip.CRC32C;

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

    private final long checksum;

    private Photos(Split split, byte[] levels, int[][] byGarment) {
        CRC32C sum = new CRC32C();
        sum.update(levels);
        this.checksum = sum.getValue();
        this.split = split;
        this.levels = levels;
        this.byGarment = byGarment;
    }

    /** A file's bytes with the name errors call it by. */
    private record Zipped(String place, byte[] bytes) {}

    /** The photos that come with the plugin. */
    public static Photos bundled(Split split) {
        return parse(split, resource(split.images()), resource(split.labels()));
    }

    /**
     * The photos of a folder with the four files of Fashion-MNIST.
     *
     * @throws ImagoException with FILE_NOT_FOUND, FILE_UNREADABLE or CORRUPT_FILE
     */
    public static Photos of(Split split, Path root) {
        return parse(split, read(root, split.images()), read(root, split.labels()));
    }

    private static Photos parse(Split split, Zipped images, Zipped labels) {
        IdxFile photos = IdxFile.parse(images.bytes(), images.place(), 3);
        IdxFile classes = IdxFile.parse(labels.bytes(), labels.place(), 1);
        int[] sizes = photos.dimensions();
        if (sizes[1] != SIDE || sizes[2] != SIDE) {
            throw IdxFile.corrupt(
                    images.place(), "has the sizes " + Arrays.toString(sizes) + ", expected 28×28");
        }
        int count = classes.dimensions()[0];
        if (count != sizes[0]) {
            throw IdxFile.corrupt(
                    labels.place(), "has " + count + " labels for " + sizes[0] + " photos");
        }
        byte[] levels = photos.values();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) ((levels[i] & 0xff) >> DROPPED_BITS);
        }
        return new Photos(split, levels, group(classes.values(), labels.place()));
    }

    /** Another for other photos. */
    long checksum() {
        return checksum;
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

    private static Zipped resource(String name) {
        try (InputStream in =
                Photos.class.getResourceAsStream("/dev/imago/plugins/wardrobe/photos/" + name)) {
            return new Zipped("bundled " + name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }

    private static Zipped read(Path root, String name) {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    file.toString(),
                    "does not exist; root must be a folder with Fashion-MNIST's IDX files: "
                            + String.join(", ", files()));
        }
        try {
            return new Zipped(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    private static List<String> files() {
        return Arrays.stream(Split.values())
                .flatMap(split -> Stream.of(split.images(), split.labels()))
                .toList();
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
