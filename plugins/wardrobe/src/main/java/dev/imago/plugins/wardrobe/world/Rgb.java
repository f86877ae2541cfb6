package dev.imago.plugins.wardrobe.world;

/**
 * A colour.
 *
 * @param red 0..255
 * @param green 0..255
 * @param blue 0..255
 */
public record Rgb(int red, int green, int blue) {
    /** One channel; 0 is red. */
    public int channel(int index) {
        return switch (index) {
            case 0 -> red;
            case 1 -> green;
            case 2 -> blue;
            default -> throw new IllegalArgumentException("a colour has no channel " + index);
        };
    }
}
