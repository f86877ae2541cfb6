package dev.imago.runtime.weights;

import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.ModelFamilies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The components of a store that start from weights of their own, in the order they were built. */
public final class StartingParts {
    private final ParameterStore store;
    private final List<StartingPart> parts = new ArrayList<>();

    StartingParts(ParameterStore store) {
        this.store = store;
    }

    /** Builds a component and remembers what it declared, if it has weights to start from. */
    <T> T declaring(String prefix, Spec<?> spec, Supplier<T> build) {
        int before = store.declared().size();
        T built = build.get();
        List<String> names =
                store.declared().keySet().stream()
                        .skip(before)
                        .filter(name -> name.startsWith(prefix))
                        .toList();
        if (spec.weights() != null && !names.isEmpty()) {
            parts.add(new StartingPart(prefix, spec, names));
        }
        return built;
    }

    /** Whether there are any. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Those there are. */
    public List<StartingPart> all() {
        return List.copyOf(parts);
    }

    /**
     * Fills all of them.
     *
     * @throws ImagoException with every key that does not fit, before any memory is spent
     */
    public void load(ModelFamilies families) {
        check(families);
        for (StartingPart part : parts) {
            try (Checkpoint checkpoint = Checkpoint.open(part.spec().weights())) {
                PartRules rules = rules(part, checkpoint, families);
                store.load(checkpoint, parameters(rules), rules.rules());
            }
        }
    }

    /** Checks all of them by their headers; reads no numbers. */
    public void check(ModelFamilies families) {
        List<Problem> problems = new ArrayList<>();
        for (StartingPart part : parts) {
            try (Checkpoint checkpoint = Checkpoint.open(part.spec().weights())) {
                PartRules rules = rules(part, checkpoint, families);
                new CheckpointMatch(checkpoint, parameters(rules), rules.rules()).pairs();
            } catch (ImagoException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    private static PartRules rules(
            StartingPart part, Checkpoint checkpoint, ModelFamilies families) {
        return new PartRules(part, checkpoint, families.of(part.spec()));
    }

    private Map<String, StoredParameter> parameters(PartRules rules) {
        Map<String, StoredParameter> some = new LinkedHashMap<>();
        rules.required().forEach(name -> some.put(name, store.declared().get(name)));
        return some;
    }
}
