package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a recipe takes of a checkpoint of which it does not take all. */
final class TakenParts {
    private final List<String> take;
    private final List<NameGlob> globs;
    private final ParameterStore store;

    /**
     * @param take parts or globs
     * @param store has all that is declared
     */
    TakenParts(List<String> take, ParameterStore store) {
        this.take = take;
        this.globs = take.stream().map(PartNames::glob).map(NameGlob::of).toList();
        this.store = store;
    }

    /** Whether a parameter is taken. */
    boolean has(String name) {
        return globs.stream().anyMatch(glob -> glob.matches(name));
    }

    /** Passes over the checkpoint's other keys, and lets it lack what is not taken. */
    LoadRules within(LoadRules rules) {
        require();
        LoadRules some = rules.naming(key -> has(key) ? key : null);
        for (Parameter parameter : store.parameters()) {
            if (!has(parameter.name())) {
                some = some.optional(parameter.name());
            }
        }
        return some;
    }

    private void require() {
        List<String> known = new ArrayList<>(PartNames.all());
        store.parameters().forEach(parameter -> known.add(parameter.name()));
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < take.size(); i++) {
            NameGlob glob = globs.get(i);
            if (names().noneMatch(glob::matches)) {
                problems.add(
                        new Problem(
                                ErrorCode.INVALID_VALUE,
                                "model.take",
                                "'" + take.get(i) + "' fits no parameter of the model.",
                                NearestName.question(take.get(i), known)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    private Stream<String> names() {
        return store.parameters().stream().map(Parameter::name);
    }
}
