package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a recipe, so that all of it is told at once, in reading order. */
public final class RecipeProblems {
    private final Path file;
    private final List<Placed> placed = new ArrayList<>();

    /** None yet. */
    public RecipeProblems(Path file) {
        this.file = file;
    }

    private record Placed(Place place, Problem problem) {}

    /** Adds a problem. */
    public void add(ErrorCode code, Place place, String message) {
        add(code, place, message, "");
    }

    /** Adds a problem with what to do about it. */
    public void add(ErrorCode code, Place place, String message, String hint) {
        add(place, new Problem(code, place.toString(), message, hint));
    }

    /** Adds a problem made elsewhere. */
    public void add(Place place, Problem problem) {
        placed.add(new Placed(place, problem));
    }

    /** How many there are. */
    public int count() {
        return placed.size();
    }

    /** Throws them all, sorted by place, if there are any. */
    public void throwIfAny() {
        if (!placed.isEmpty()) {
            throw exception();
        }
    }

    /** All of them, sorted by place. */
    public RecipeException exception() {
        return new RecipeException(
                file,
                placed.stream()
                        .sorted(Comparator.comparing(Placed::place))
                        .map(Placed::problem)
                        .toList());
    }
}
