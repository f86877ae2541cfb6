package dev.imago.plugins.siglip;

import dev.imago.api.data.Box;

/**
 * Which patches a region is the mean of: those whose centre lies in its box, or else the patch in
 * which the box's centre lies. Legend: G patches a side.
 */
final class RegionPool {
    private final int grid;

    RegionPool(int grid) {
        this.grid = grid;
    }

    /**
     * Writes the shares of a picture's patches, row by row.
     *
     * @param shares gets G·G numbers that add up to 1
     * @param from where to write them
     */
    void fill(Box box, float[] shares, int from) {
        int count = 0;
        for (int y = 0; y < grid; y++) {
            for (int x = 0; x < grid; x++) {
                if (holds(box, (x + 0.5) / grid, (y + 0.5) / grid)) {
                    shares[from + y * grid + x] = 1;
                    count++;
                }
            }
        }
        if (count == 0) {
            int x = cell((box.left() + box.right()) / 2);
            int y = cell((box.top() + box.bottom()) / 2);
            shares[from + y * grid + x] = 1;
            count = 1;
        }
        for (int i = from; i < from + grid * grid; i++) {
            shares[i] /= count;
        }
    }

    private static boolean holds(Box box, double x, double y) {
        return x >= box.left() && x <= box.right() && y >= box.top() && y <= box.bottom();
    }

    private int cell(double at) {
        return Math.max(0, Math.min(grid - 1, (int) (at * grid)));
    }
}
