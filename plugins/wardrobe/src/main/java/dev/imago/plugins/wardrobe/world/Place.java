package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.Box;

/** The cells of the grid, in reading order. */
public enum Place {
    /** Row 0, column 0. */
    TOP_LEFT("top-left"),
    /** Row 0, column 1. */
    TOP_RIGHT("top-right"),
    /** Row 1, column 0. */
    BOTTOM_LEFT("bottom-left"),
    /** Row 1, column 1. */
    BOTTOM_RIGHT("bottom-right");

    private final String word;

    Place(String word) {
        this.word = word;
    }

    /** 0 or 1, from the top. */
    public int row() {
        return ordinal() / 2;
    }

    /** 0 or 1, from the left. */
    public int column() {
        return ordinal() % 2;
    }

    /** The cell at a row and column. */
    public static Place at(int row, int column) {
        return values()[row * 2 + column];
    }

    /** Where it lies in a picture. */
    public Box box() {
        return new Box(column() / 2.0, row() / 2.0, (column() + 1) / 2.0, (row() + 1) / 2.0);
    }

    @Override
    public String toString() {
        return word;
    }
}
