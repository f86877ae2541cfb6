package dev.imago.plugins.wardrobe.world;

/** The ten classes of Fashion-MNIST, in the order of its labels. */
public enum Garment {
    /** Label 0. */
    T_SHIRT("t-shirt"),
    /** Label 1. */
    TROUSER("trouser"),
    /** Label 2. */
    PULLOVER("pullover"),
    /** Label 3. */
    DRESS("dress"),
    /** Label 4. */
    COAT("coat"),
    /** Label 5. */
    SANDAL("sandal"),
    /** Label 6. */
    SHIRT("shirt"),
    /** Label 7. */
    SNEAKER("sneaker"),
    /** Label 8. */
    BAG("bag"),
    /** Label 9. */
    BOOT("boot");

    private final String word;

    Garment(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
