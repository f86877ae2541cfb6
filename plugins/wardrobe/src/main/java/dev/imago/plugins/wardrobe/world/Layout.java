package dev.imago.plugins.wardrobe.world;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How the cells of a scene are chosen. What a caption leaves unsaid is so fixed by convention: a
 * drawing of one garment has it top-left, a list is drawn in reading order.
 */
public enum Layout {
    /** Any one to four cells. */
    FREE,
    /** Top-left. */
    SINGLE,
    /** The first two to four cells. */
    LIST,
    /** The two upper cells. */
    ROW,
    /** The two left cells. */
    COLUMN;

    private static final double ONE_OF_FEW = 0.4;
    private static final double THREE_OF_MANY = 7.0 / 15;

    /**
     * Draws the cells.
     *
     * @param few the share of free scenes with one or two garments
     */
    List<Place> places(double few, RandomGenerator random) {
        List<Place> reading = Arrays.asList(Place.values());
        return switch (this) {
            case FREE -> Draws.some(reading, freeCount(few, random), random);
            case SINGLE -> reading.subList(0, 1);
            case LIST -> reading.subList(0, random.nextInt(2, 5));
            case ROW -> List.of(Place.TOP_LEFT, Place.TOP_RIGHT);
            case COLUMN -> List.of(Place.TOP_LEFT, Place.BOTTOM_LEFT);
        };
    }

    private static int freeCount(double few, RandomGenerator random) {
        double chance = random.nextDouble();
        if (chance < few) {
            return chance < few * ONE_OF_FEW ? 1 : 2;
        }
        return chance < few + (1 - few) * THREE_OF_MANY ? 3 : 4;
    }

    /** The layout of a scene to draw: 55, 12, 13, 12 and 8 in a hundred. */
    static Layout ofDrawing(RandomGenerator random) {
        int chance = random.nextInt(100);
        if (chance < 55) {
            return FREE;
        } else if (chance < 67) {
            return SINGLE;
        } else if (chance < 80) {
            return LIST;
        }
        return chance < 92 ? ROW : COLUMN;
    }
}
