package dev.imago.runtime.model;

import dev.imago.api.model.Model;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.StartingPart;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where a model's numbers come from: a checkpoint of the whole model, or of some of it, and those
 * of its parts. What has the whole model lies below the parts' own; what has less, or is not taken
 * whole, lies above them.
 */
final class WeightSource {
    private final ParameterStore store;
    private final Model model;
    private final ModelSection section;
    private final Supplier<ModelFamilies> families;
    private final Optional<TakenParts> taken;

    WeightSource(
            ParameterStore store,
            Model model,
            ModelSection section,
            Supplier<ModelFamilies> families) {
        this.store = store;
        this.model = model;
        this.section = section;
        this.families = families;
        this.taken = Optional.ofNullable(section.take()).map(take -> new TakenParts(take, store));
    }

    /**
     * Fills what there are numbers for.
     *
     * @param weights of the model; null for none
     */
    void fill(Path weights) {
        if (weights == null) {
            parts();
        } else {
            fillFrom(weights);
        }
        for (DecoderFolder one : decoders()) {
            one.fill(weights != null && one.isIn(weights) && takes(one) ? weights : null);
        }
    }

    private void fillFrom(Path weights) {
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            WholeRules whole = whole(checkpoint);
            if (taken.isEmpty() && whole.covers()) {
                store.load(checkpoint, whole.rules(Set.of()));
                parts();
            } else {
                parts();
                store.load(checkpoint, some(whole));
            }
        }
    }

    /** Fills everything from a whole model, or from parts that together are one. */
    void load(Path weights) {
        if (weights == null) {
            parts();
            return;
        }
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            Set<String> elsewhere = lackedBy(checkpoint);
            if (!elsewhere.isEmpty()) {
                parts();
            }
            store.load(checkpoint, whole(checkpoint).rules(elsewhere));
        }
        decoders(weights);
    }

    /** What a whole model leaves to weights of a part's own: the reference, its frozen encoder. */
    private Set<String> lackedBy(Checkpoint checkpoint) {
        Set<String> names = filledByParts();
        return checkpoint.shapes().keySet().stream().anyMatch(names::contains) ? Set.of() : names;
    }

    /** Reads headers only. */
    void check(Path weights) {
        if (!store.parts().isEmpty()) {
            store.parts().check(families.get());
        }
        if (weights != null) {
            try (Checkpoint checkpoint = Checkpoint.open(weights)) {
                WholeRules whole = whole(checkpoint);
                LoadRules rules =
                        taken.isEmpty() && whole.covers() ? whole.rules(Set.of()) : some(whole);
                rules.check(checkpoint, store);
            }
        }
    }

    private WholeRules whole(Checkpoint checkpoint) {
        return new WholeRules(store, checkpoint, section, families);
    }

    /** The rules for a checkpoint that fills only some of the model. */
    private LoadRules some(WholeRules whole) {
        return taken.map(parts -> parts.within(whole.rules(Set.of())))
                .orElseGet(
                        () -> {
                            Set<String> elsewhere = filledByParts();
                            elsewhere.addAll(whole.begunAnew());
                            return whole.rules(elsewhere);
                        });
    }

    private void parts() {
        if (!store.parts().isEmpty()) {
            store.parts().load(families.get());
        }
    }

    private Set<String> filledByParts() {
        Set<String> names = new HashSet<>();
        for (StartingPart part : store.parts().all()) {
            names.addAll(part.names());
        }
        return names;
    }

    private boolean takes(DecoderFolder decoder) {
        return taken.map(parts -> decoder.names().stream().anyMatch(parts::has)).orElse(true);
    }

    private void decoders(Path weights) {
        decoders().stream().filter(one -> one.isIn(weights)).forEach(one -> one.readFrom(weights));
    }

    private List<DecoderFolder> decoders() {
        return DecoderFolder.all(store, model);
    }
}
