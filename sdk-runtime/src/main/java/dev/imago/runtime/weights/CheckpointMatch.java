package dev.imago.runtime.weights;

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

    private final Safetensors checkpoint;
    private final Map<String, StoredParameter> declared;
    private final LoadRules rules;
    private final Map<StoredParameter, TensorInfo> pairs = new LinkedHashMap<>();
    private final Map<String, TensorInfo> unexpected = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    CheckpointMatch(
            Safetensors checkpoint, Map<String, StoredParameter> declared, LoadRules rules) {
        this.checkpoint = checkpoint;
        this.declared = declared;
        this.rules = rules;
    }

    /**
     * What to read into what.
     *
     * @throws ImagoException CHECKPOINT_MISMATCH with every missing, unexpected or misshapen key
     */
    Map<StoredParameter, TensorInfo> pairs() {
        checkpoint.tensors().values().forEach(this::place);
        Set<String> missing = missing();
        missing.forEach(name -> report(name, "is missing from the checkpoint", keys()));
        unexpected.forEach(
                (name, info) ->
                        report(
                                name,
                                "is in the checkpoint, but nothing is declared under that name",
                                missing));
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
        return pairs;
    }

    private void place(TensorInfo info) {
        rules.nameOf(info.name()).ifPresent(name -> place(name, info));
    }

    private void place(String name, TensorInfo info) {
        StoredParameter parameter = declared.get(name);
        if (parameter == null || !rules.scope().matches(name)) {
            unexpected.put(name, info);
        } else if (!parameter.shape().equals(info.shape())) {
            pairs.put(parameter, info);
            problem(
                    name,
                    "has shape "
                            + info.shape()
                            + " in the checkpoint, expected "
                            + parameter.shape(),
                    "");
        } else {
            pairs.put(parameter, info);
        }
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

    private Set<String> keys() {
        return unexpected.keySet();
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
