package dev.imago.runtime.image;

/**
 * Part of a line at a new length.
 *
 * @param length new length of the whole line
 * @param start first place of the part
 * @param count places of the part
 */
record Stretch(int length, int start, int count) {
    /** The whole line. */
    static Stretch whole(int length) {
        return new Stretch(length, 0, length);
    }

    /** The middle of the line; of odd rests, the larger is at the end. */
    static Stretch middle(int length, int count) {
        return new Stretch(length, (length - count) / 2, count);
    }

    /** Whether a line of some length stays as it is. */
    boolean keeps(int from) {
        return from == length && count == length;
    }

    /** What the places of the part see of a line of some length. */
    ResizeWeights weights(int from, ResizeFilter filter, int precision) {
        return new ResizeWeights(from, length, start, count, filter, precision);
    }

    /**
     * The old place that each place of the part shows without antialias. They are added up in
     * doubles, as Pillow does it, so that ties fall the same way.
     */
    int[] nearest(int from) {
        int[] places = new int[count];
        double step = (double) from / length;
        double place = step * 0.5;
        for (int i = 0; i < start + count; i++, place += step) {
            if (i >= start) {
                places[i - start] = Math.min((int) place, from - 1);
            }
        }
        return places;
    }
}
