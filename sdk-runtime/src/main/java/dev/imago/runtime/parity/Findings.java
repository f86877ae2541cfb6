package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.api.parity.Comparisons;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was found while a case was checked. */
final class Findings implements Comparisons {
    private final List<TensorComparison> comparisons = new ArrayList<>();
    private final Set<String> deviations = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();

    @Override
    public void tensor(
            String name, NDArray actual, NDArray expected, double absolute, double relative) {
        tensor(name, actual, expected, Tolerance.of(absolute, relative));
    }

    @Override
    public void number(
            String name, double actual, double expected, double absolute, double relative) {
        number(name, actual, expected, Tolerance.of(absolute, relative));
    }

    void tensor(String name, NDArray actual, NDArray expected, Tolerance tolerance) {
        add(TensorComparison.of(name, actual, expected, tolerance));
    }

    void number(String name, double actual, double expected, Tolerance tolerance) {
        add(TensorComparison.of(name, actual, expected, tolerance));
    }

    @Override
    public void exact(String name, long[] actual, long[] expected) {
        add(TensorComparison.exact(name, actual, expected));
    }

    void exact(String name, long actual, long expected) {
        add(TensorComparison.exact(name, new long[] {actual}, new long[] {expected}));
    }

    @Override
    public void holds(String name, boolean held, String otherwise) {
        add(held ? new TensorComparison(name, 0, 0, "") : TensorComparison.broken(name, otherwise));
    }

    void add(TensorComparison comparison) {
        comparisons.add(comparison);
    }

    /**
     * The case shows a defect of the reference that Imago does not repeat.
     *
     * @param id of the entry in {@code deviations.yaml}
     */
    void deviates(String id) {
        deviations.add(id);
    }

    /** Something to tell beside the comparisons. */
    void note(String text) {
        notes.add(text);
    }

    /** Adds what was found in a part of the case. */
    void addAll(Findings part) {
        comparisons.addAll(part.comparisons);
        deviations.addAll(part.deviations);
        notes.addAll(part.notes);
    }

    List<String> notes() {
        return notes;
    }

    List<TensorComparison> comparisons() {
        return comparisons;
    }

    Set<String> deviations() {
        return deviations;
    }

    boolean passed() {
        return comparisons.stream().allMatch(TensorComparison::passed);
    }

    /** The comparison that uses up most of its tolerance. */
    Optional<TensorComparison> worst() {
        return comparisons.stream()
                .max(
                        Comparator.comparing((TensorComparison c) -> !c.passed())
                                .thenComparingDouble(c -> Double.isNaN(c.share()) ? 0 : c.share()));
    }
}
