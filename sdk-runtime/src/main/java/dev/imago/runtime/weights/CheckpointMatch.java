package dev.imago.runtime.weights;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pairs a checkpoint's keys with declared parameters, or says all that does not fit at once. */
final class CheckpointMatch {
    /** Near names are sought for so many keys; the search is quadratic. */
    private static final int MOST_HINTS = 20;

    private final Checkpoint checkpoint;
    private final Map<String, StoredParameter> declared;
    private final LoadRules rules;
    private final Map<StoredParameter, String> pairs = new LinkedHashMap<>();
    private final Set<String> unexpected = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    CheckpointMatch(Checkpoint checkpoint, Map<String, StoredParameter> declared, LoadRules rules) {
        this.checkpoint = checkpoint;
        this.declared = declared;
        this.rules = rules;
    }

    /**
     * Which key to read into which parameter.
     *
     * @throws ImagoException CHECKPOINT_MISMATCH with every missing, unexpected or misshapen key
     */
    Map<StoredParameter, String> pairs() {
        checkpoint.shapes().forEach(this::place);
        Set<String> missing = missing();
        missing.forEach(name -> report(name, "is missing from the checkpoint", unexpected));
        unexpected.forEach(
                name ->
                        report(
                                name,
                                "is in the checkpoint, but nothing is declared under that name",
                                missing));
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
        return pairs;
    }

    private void place(String key, Shape shape) {
        rules.nameOf(key).ifPresent(name -> place(name, key, shape));
    }

    private void place(String name, String key, Shape shape) {
        StoredParameter parameter = declared.get(name);
        if (parameter == null || !rules.scope().matches(name)) {
            unexpected.add(name);
        } else if (!parameter.shape().equals(shape) && !grows(parameter, shape)) {
            pairs.put(parameter, key);
            problem(
                    name,
                    "has shape " + shape + " in the checkpoint, expected " + parameter.shape(),
                    "");
        } else {
            pairs.put(parameter, key);
        }
    }

    private boolean grows(StoredParameter parameter, Shape found) {
        Shape wanted = parameter.shape();
        return rules.grown().contains(parameter.name())
                && wanted.dimension() == found.dimension()
                && wanted.slice(1).equals(found.slice(1))
                && found.get(0) > 0
                && found.get(0) < wanted.get(0);
    }

    private Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        declared.forEach(
                (name, parameter) -> {
                    if (rules.required(name) && !pairs.containsKey(parameter)) {
                        missing.add(name);
                    }
                });
        return missing;
    }

    private void report(String name, String what, Set<String> candidates) {
        boolean hinted = problems.size() < MOST_HINTS;
        problem(name, what, hinted ? NearestName.question(name, candidates) : "");
    }

    private void problem(String name, String what, String hint) {
        problems.add(
                new Problem(
                        ErrorCode.CHECKPOINT_MISMATCH,
                        checkpoint.path() + ", " + name,
                        what + ".",
                        hint));
    }
}
