package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.plugins.wardrobe.world.Ground;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Rgb;
import dev.imago.plugins.wardrobe.world.SceneComposer;
import dev.imago.plugins.wardrobe.world.Tint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ground, occupied cells and colours of a picture, measured from its pixels; nothing is learned.
 *
 * <p>The rim of every cell shows the ground. A cell is occupied when enough of its pixels differ
 * from it, and has the tint whose hue is nearest to theirs.
 */
public final class PictureMeasure {
    private static final int CELL = SceneComposer.CELL;
    private static final int RIM = SceneComposer.MARGIN;

    /** Distance between a pixel and the ground, in levels of 0..255, from which it is covered. */
    private static final double COVERED = 50;

    /** Share of a cell's pixels from which it is occupied. */
    private static final double OCCUPIED = 0.04;

    /**
     * What was measured.
     *
     * @param ground nearest to the rim's colour
     * @param tints of the occupied cells
     */
    public record Measured(Ground ground, Map<Place, Tint> tints) {
        /** The tint of a cell, where it is occupied. */
        public Optional<Tint> at(Place place) {
            return Optional.ofNullable(tints.get(place));
        }
    }

    /** Measures a picture of the canvas's size. */
    public Measured measure(Picture picture) {
        double[] ground = rim(picture);
        Map<Place, Tint> tints = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            tint(picture, place, ground).ifPresent(tint -> tints.put(place, tint));
        }
        return new Measured(nearest(Ground.values(), Ground::rgb, ground), tints);
    }

    /** The mean colour of all cells' rims. */
    private static double[] rim(Picture picture) {
        double[] sum = new double[3];
        int count = 0;
        for (int y = 0; y < SceneComposer.SIDE; y++) {
            for (int x = 0; x < SceneComposer.SIDE; x++) {
                if (inRim(x % CELL) || inRim(y % CELL)) {
                    for (int c = 0; c < 3; c++) {
                        sum[c] += picture.at(x, y, c);
                    }
                    count++;
                }
            }
        }
        return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
    }

    private static boolean inRim(int at) {
        return at < RIM || at >= CELL - RIM;
    }

    private static Optional<Tint> tint(Picture picture, Place place, double[] ground) {
        double[] sum = new double[3];
        int covered = 0;
        for (int y = 0; y < CELL; y++) {
            for (int x = 0; x < CELL; x++) {
                double[] pixel = pixel(picture, place.column() * CELL + x, place.row() * CELL + y);
                if (distance(pixel, ground) >= COVERED) {
                    covered++;
                    addColour(sum, pixel);
                }
            }
        }
        return covered < OCCUPIED * CELL * CELL ? Optional.empty() : Optional.of(byHue(sum));
    }

    private static double[] pixel(Picture picture, int x, int y) {
        return new double[] {picture.at(x, y, 0), picture.at(x, y, 1), picture.at(x, y, 2)};
    }

    /** Adds what is not gray of a pixel: shade and white say nothing about the hue. */
    private static void addColour(double[] sum, double[] pixel) {
        double gray = Math.min(pixel[0], Math.min(pixel[1], pixel[2]));
        for (int c = 0; c < 3; c++) {
            sum[c] += pixel[c] - gray;
        }
    }

    private static Tint byHue(double[] colour) {
        double hue = hue(colour);
        return Arrays.stream(Tint.values())
                .min(Comparator.comparingDouble(tint -> between(hue, hue(channels(tint.rgb())))))
                .orElseThrow();
    }

    /** The angle of a colour on the circle of hues; red is 0. */
    private static double hue(double[] rgb) {
        double alpha = rgb[0] - (rgb[1] + rgb[2]) / 2;
        double beta = Math.sqrt(3) / 2 * (rgb[1] - rgb[2]);
        return Math.atan2(beta, alpha);
    }

    private static double between(double one, double other) {
        double apart = Math.abs(one - other);
        return Math.min(apart, 2 * Math.PI - apart);
    }

    private static <T> T nearest(T[] options, Function<T, Rgb> colour, double[] measured) {
        return Arrays.stream(options)
                .min(Comparator.comparingDouble(o -> distance(measured, channels(colour.apply(o)))))
                .orElseThrow();
    }

    private static double[] channels(Rgb rgb) {
        return new double[] {rgb.red(), rgb.green(), rgb.blue()};
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum += (one[c] - other[c]) * (one[c] - other[c]);
        }
        return Math.sqrt(sum);
    }
}
