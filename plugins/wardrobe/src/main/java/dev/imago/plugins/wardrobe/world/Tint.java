package dev.imago.plugins.wardrobe.world;

/** What a garment can be coloured with. */
public enum Tint {
    /** A strong red. */
    RED(215, 30, 30),
    /** A warm yellow. */
    YELLOW(235, 210, 30),
    /** A leaf green. */
    GREEN(30, 170, 50),
    /** A light blue-green. */
    CYAN(30, 200, 215),
    /** A deep blue. */
    BLUE(40, 60, 225),
    /** A purple. */
    PURPLE(170, 40, 200);

    private final Rgb rgb;

    Tint(int red, int green, int blue) {
        rgb = new Rgb(red, green, blue);
    }

    /** The colour at full shade. */
    public Rgb rgb() {
        return rgb;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
