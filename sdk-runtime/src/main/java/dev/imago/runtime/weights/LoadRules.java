package dev.imago.runtime.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How the keys of a checkpoint become those of a store, and which of each may be left over.
 *
 * @param names applied first to each key of the checkpoint; null ignores it
 * @param renames applied in order to each key of the checkpoint: the first whose prefix fits
 * @param scope names the checkpoint must fill
 * @param optional names it may leave as they are
 * @param ignored keys of the checkpoint, before renaming, that nothing needs
 * @param grown names that may have more rows than the checkpoint; new ones are the mean of its own
 */
public record LoadRules(
        UnaryOperator<String> names,
        List<Rename> renames,
        NameGlob scope,
        List<NameGlob> optional,
        List<NameGlob> ignored,
        Set<String> grown) {
    /** Every key fits as it is, and every parameter must be there. */
    public static final LoadRules EXACT =
            new LoadRules(
                    UnaryOperator.identity(),
                    List.of(),
                    NameGlob.of("**"),
                    List.of(),
                    List.of(),
                    Set.of());

    /** Copies the lists. */
    public LoadRules {
        renames = List.copyOf(renames);
        optional = List.copyOf(optional);
        ignored = List.copyOf(ignored);
        grown = Set.copyOf(grown);
    }

    /** A prefix of the checkpoint and what the store has instead. */
    public record Rename(String from, String to) {}

    /** Also renames a prefix; an empty one fits every key. */
    public LoadRules rename(String from, String to) {
        return new LoadRules(
                names, plus(renames, new Rename(from, to)), scope, optional, ignored, grown);
    }

    /** Also renames keys by a function, before any prefix is looked at. */
    public LoadRules naming(UnaryOperator<String> function) {
        return new LoadRules(function, renames, scope, optional, ignored, grown);
    }

    /** Fills only names that fit a glob; keys that would land elsewhere are unexpected. */
    public LoadRules within(String glob) {
        return new LoadRules(names, renames, NameGlob.of(glob), optional, ignored, grown);
    }

    /** Also lets the checkpoint lack names that fit a glob. */
    public LoadRules optional(String glob) {
        return new LoadRules(
                names, renames, scope, plus(optional, NameGlob.of(glob)), ignored, grown);
    }

    /** Also passes over keys of the checkpoint that fit a glob. */
    public LoadRules ignore(String glob) {
        return new LoadRules(
                names, renames, scope, optional, plus(ignored, NameGlob.of(glob)), grown);
    }

    /** Also lets parameters have more rows than the checkpoint. */
    public LoadRules grow(Collection<String> more) {
        return new LoadRules(names, renames, scope, optional, ignored, Set.copyOf(more));
    }

    /**
     * Finds by headers alone what loading would refuse.
     *
     * @throws dev.imago.api.error.ImagoException CHECKPOINT_MISMATCH
     */
    public void check(Checkpoint checkpoint, ParameterStore store) {
        new CheckpointMatch(checkpoint, store.declared(), this).pairs();
    }

    /** The store's name for a key; empty when it is ignored. */
    Optional<String> nameOf(String key) {
        if (ignored.stream().anyMatch(glob -> glob.matches(key))) {
            return Optional.empty();
        }
        String name = names.apply(key);
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(
                renames.stream()
                        .filter(rename -> name.startsWith(rename.from()))
                        .findFirst()
                        .map(rename -> rename.to() + name.substring(rename.from().length()))
                        .orElse(name));
    }

    boolean required(String name) {
        return scope.matches(name) && optional.stream().noneMatch(glob -> glob.matches(name));
    }

    private static <T> List<T> plus(List<T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }
}
