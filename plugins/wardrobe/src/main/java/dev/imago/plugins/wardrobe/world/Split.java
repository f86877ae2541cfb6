package dev.imago.plugins.wardrobe.world;

/** Which photos: training and test scenes have none in common. */
public enum Split {
    /** The training photos. */
    TRAIN("train"),
    /** The test photos; never trained on. */
    TEST("t10k");

    private final String prefix;

    Split(String prefix) {
        this.prefix = prefix;
    }

    /** The file of its photos. */
    String images() {
        return prefix + "-images-idx3-ubyte.gz";
    }

    /** The file of their labels. */
    String labels() {
        return prefix + "-labels-idx1-ubyte.gz";
    }

    /** The split of a lower-case name. */
    public static Split of(String name) {
        return valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
