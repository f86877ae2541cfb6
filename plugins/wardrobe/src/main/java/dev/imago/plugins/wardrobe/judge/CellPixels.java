package dev.imago.plugins.wardrobe.judge;

import dev.imago.api.data.Picture;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.SceneComposer;
import java.util.random.RandomGenerator;

/** Cells of pictures as numbers in -1..1, colour by colour, and the changes training makes. */
final class CellPixels {
    /** Side of a cell. */
    static final int SIDE = SceneComposer.CELL;

    /** Numbers of a cell. */
    static final int SIZE = 3 * SIDE * SIDE;

    private CellPixels() {}

    /** A cell of a picture, {@code [3][SIDE][SIDE]} row-major. */
    static float[] of(Picture picture, Place place) {
        float[] values = new float[SIZE];
        int left = place.column() * SIDE;
        int top = place.row() * SIDE;
        for (int c = 0, i = 0; c < 3; c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++, i++) {
                    values[i] = picture.at(left + x, top + y, c) / 127.5f - 1;
                }
            }
        }
        return values;
    }

    /** The cell mirrored or not, moved by at most a pixel, blurred or not. */
    static float[] varied(float[] cell, double blurred, RandomGenerator random) {
        boolean mirror = random.nextBoolean();
        int right = random.nextInt(-1, 2);
        int down = random.nextInt(-1, 2);
        float[] moved = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int x = i % SIDE;
            int y = i / SIDE % SIDE;
            int fromX = (mirror ? SIDE - 1 - x : x) - right;
            moved[i] = cell[i - y * SIDE - x + inside(y - down) * SIDE + inside(fromX)];
        }
        return random.nextDouble() < blurred ? blurred(moved) : moved;
    }

    /** The mean of each pixel and its neighbours, as soft as rendered pictures. */
    private static float[] blurred(float[] cell) {
        float[] soft = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int x = i % SIDE;
            int y = i / SIDE % SIDE;
            int plane = i - y * SIDE - x;
            float sum = 0;
            for (int n = 0; n < 9; n++) {
                sum += cell[plane + inside(y + n / 3 - 1) * SIDE + inside(x + n % 3 - 1)];
            }
            soft[i] = sum / 9;
        }
        return soft;
    }

    private static int inside(int at) {
        return Math.max(0, Math.min(SIDE - 1, at));
    }
}
