package dev.imago.runtime.recipe;

import java.util.Comparator;

/**
 * A place in a recipe.
 *
 * @param source the file or override
 * @param line 1-based
 * @param column 1-based
 * @param path the keys that lead there, joined by dots, as an override would name it; empty at the
 *     top
 */
public record Place(RecipeSource source, int line, int column, String path)
        implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt((Place place) -> place.source().order())
                    .thenComparingInt(Place::line)
                    .thenComparingInt(Place::column);

    /** The same line and column, with the path of a key below. */
    Place child(String key) {
        return new Place(source, line, column, childPath(key));
    }

    String childPath(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String position = "line " + line + ", column " + column;
        String where =
                switch (source.kind()) {
                    case RECIPE -> position;
                    case BASE -> source.name() + " " + position;
                    case PUBLISHED -> source.name();
                    case OVERRIDE -> "override '" + source.name() + "'";
                };
        return path.isEmpty() ? where : where + ", " + path;
    }
}
