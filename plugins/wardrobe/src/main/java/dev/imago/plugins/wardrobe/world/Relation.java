package dev.imago.plugins.wardrobe.world;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/** How one cell lies to another, by its column or its row alone. */
enum Relation {
    /** In a column further left. */
    LEFT_OF((one, other) -> one.column() < other.column()),
    /** In a column further right. */
    RIGHT_OF((one, other) -> one.column() > other.column()),
    /** In a higher row. */
    ABOVE((one, other) -> one.row() < other.row()),
    /** In a lower row. */
    BELOW((one, other) -> one.row() > other.row());

    /** Those that ask for columns, those that ask for rows. */
    static final List<List<Relation>> AXES =
            List.of(List.of(LEFT_OF, RIGHT_OF), List.of(ABOVE, BELOW));

    private final BiPredicate<Place, Place> holds;

    Relation(BiPredicate<Place, Place> holds) {
        this.holds = holds;
    }

    /** Whether the first cell lies so to the other. */
    boolean holds(Place one, Place other) {
        return holds.test(one, other);
    }

    /** Its name in the grammar. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
