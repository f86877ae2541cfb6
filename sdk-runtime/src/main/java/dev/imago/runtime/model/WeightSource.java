package dev.imago.runtime.model;

import dev.imago.api.model.Model;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.StartingPart;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where a model's numbers come from: a checkpoint of the whole model, or of some of it, and those
 * of its parts. What has the whole model lies below the parts' own; what has less lies above them.
 */
final class WeightSource {
    private final ParameterStore store;
    private final Model model;
    private final ModelSection section;
    private final Supplier<ModelFamilies> families;

    WeightSource(
            ParameterStore store,
            Model model,
            ModelSection section,
            Supplier<ModelFamilies> families) {
        this.store = store;
        this.model = model;
        this.section = section;
        this.families = families;
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
            decoders(weights);
        }
        decoders().forEach(one -> one.readStart(false));
    }

    private void fillFrom(Path weights) {
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            WholeRules whole = whole(checkpoint);
            if (whole.covers()) {
                store.load(checkpoint, whole.rules(Set.of()));
                parts();
            } else {
                parts();
                store.load(checkpoint, whole.rules(filledByParts()));
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
            store.load(checkpoint, whole(checkpoint).rules(Set.of()));
        }
        decoders(weights);
    }

    /** Reads headers only. */
    void check(Path weights) {
        if (!store.parts().isEmpty()) {
            store.parts().check(families.get());
        }
        if (weights != null) {
            try (Checkpoint checkpoint = Checkpoint.open(weights)) {
                WholeRules whole = whole(checkpoint);
                whole.rules(whole.covers() ? Set.of() : filledByParts()).check(checkpoint, store);
            }
        }
    }

    private WholeRules whole(Checkpoint checkpoint) {
        return new WholeRules(store, checkpoint, section, families);
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

    private void decoders(Path weights) {
        decoders().stream().filter(one -> one.isIn(weights)).forEach(one -> one.readFrom(weights));
    }

    private List<DecoderFolder> decoders() {
        return DecoderFolder.all(store, model);
    }
}
