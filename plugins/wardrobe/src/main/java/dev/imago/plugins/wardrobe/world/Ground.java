package dev.imago.plugins.wardrobe.world;

/** What a scene lies on. */
public enum Ground {
    /** Nearly white; a caption may leave it unsaid. */
    WHITE(245, 245, 245),
    /** Middle gray. */
    GRAY(128, 128, 128),
    /** Nearly black. */
    BLACK(15, 15, 15),
    /** A light brown. */
    BEIGE(222, 200, 158);

    private final Rgb rgb;

    Ground(int red, int green, int blue) {
        rgb = new Rgb(red, green, blue);
    }

    /** Its colour. */
    public Rgb rgb() {
        return rgb;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
