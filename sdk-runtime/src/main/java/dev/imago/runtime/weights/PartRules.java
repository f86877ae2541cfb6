package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.model.ModelFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the keys of a published checkpoint become the parameters of one component. Where in the
 * checkpoint the component stands is found by its names: alone, below {@code vision_model}, inside
 * a whole multimodal model. What stands elsewhere belongs to other parts.
 */
final class PartRules {
    private static final NameGlob ADAPTERS =
            NameGlob.of("**.{lora_A,lora_B,lora_magnitude_vector}.**");

    /** Where models without a head leave out what models with one have. */
    private static final String BODY = "model.";

    private final StartingPart part;
    private final Checkpoint checkpoint;
    private final Optional<ModelFamily> family;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> keys;

    /**
     * @param family says which keys of its checkpoints have no use; empty where none is known
     */
    PartRules(StartingPart part, Checkpoint checkpoint, Optional<ModelFamily> family) {
        this.part = part;
        this.checkpoint = checkpoint;
        this.family = family;
        this.keys = checkpoint.shapes().keySet();
        part.names().stream()
                .filter(name -> !ADAPTERS.matches(name))
                .map(name -> name.substring(part.prefix().length()))
                .forEach(names::add);
    }

    /** The parameters that the checkpoint must fill, by their names in the store. */
    List<String> required() {
        return names.stream().map(name -> part.prefix() + name).toList();
    }

    /**
     * The rules for what {@link #required} says.
     *
     * @throws ImagoException CHECKPOINT_MISMATCH where a value that stands twice differs
     */
    LoadRules rules() {
        Place place = place();
        LoadRules rules = LoadRules.EXACT.rename(place.from(), part.prefix() + place.cut());
        List<Problem> problems = new ArrayList<>();
        for (String key : keys) {
            if (!place.has(key)) {
                rules = rules.ignore(key);
                continue;
            }
            String name = place.name(key);
            if (!names.contains(name) && (isUnused(name) || repeats(name, place, problems))) {
                rules = rules.ignore(key);
            }
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
        return rules.grow(
                family.map(ModelFamily::tokenRows).orElse(List.of()).stream()
                        .map(name -> part.prefix() + name)
                        .toList());
    }

    /**
     * Where the component stands in the checkpoint.
     *
     * @param from the prefix there
     * @param cut what the component's own names begin with and the checkpoint's don't
     */
    private record Place(String from, String cut) {
        boolean has(String key) {
            return key.startsWith(from);
        }

        String name(String key) {
            return cut + key.substring(from.length());
        }

        String key(String name) {
            return name.startsWith(cut) ? from + name.substring(cut.length()) : "";
        }
    }

    /**
     * The place at which most names are found; the store's own before others, then the shortest.
     */
    private Place place() {
        Set<Place> places = new LinkedHashSet<>();
        places.add(new Place(part.prefix(), ""));
        places.add(new Place("", ""));
        for (String name : names) {
            addPlaces(name, "", places);
            if (name.startsWith(BODY)) {
                addPlaces(name.substring(BODY.length()), BODY, places);
            }
        }
        return places.stream()
                .max(
                        Comparator.comparingLong(this::found)
                                .thenComparing(place -> place.from().endsWith(part.prefix()))
                                .thenComparing(place -> place.cut().isEmpty())
                                .thenComparing(place -> -place.from().length()))
                .orElseThrow();
    }

    private void addPlaces(String name, String cut, Set<Place> places) {
        for (String key : keys) {
            if (key.endsWith("." + name)) {
                places.add(new Place(key.substring(0, key.length() - name.length()), cut));
            } else if (key.equals(name)) {
                places.add(new Place("", cut));
            }
        }
    }

    private long found(Place place) {
        return names.stream().filter(name -> keys.contains(place.key(name))).count();
    }

    /** A layer of which anything is declared must fit as a whole. */
    private boolean isUnused(String name) {
        boolean listed =
                family.map(ModelFamily::unused).orElse(List.of()).stream()
                        .anyMatch(glob -> NameGlob.of(glob).matches(name));
        return listed && layer(name).map(this::isUndeclared).orElse(true);
    }

    private boolean isUndeclared(String prefix) {
        return names.stream().noneMatch(name -> name.startsWith(prefix));
    }

    /** The name up to its number, e.g. {@code encoder.layers.3.}; empty where it has none. */
    private static Optional<String> layer(String name) {
        StringBuilder prefix = new StringBuilder();
        for (String step : name.split("\\.")) {
            prefix.append(step).append('.');
            if (step.matches("\\d+")) {
                return Optional.of(prefix.toString());
            }
        }
        return Optional.empty();
    }

    private boolean repeats(String name, Place place, List<Problem> problems) {
        Map<String, String> repeated = family.map(ModelFamily::repeated).orElse(Map.of());
        String other = repeated.get(name);
        if (other == null || !names.contains(other) || !keys.contains(place.key(other))) {
            return false;
        }
        if (!checkpoint.sameBytes(place.key(name), place.key(other))) {
            problems.add(
                    new Problem(
                            ErrorCode.CHECKPOINT_MISMATCH,
                            checkpoint.path() + ", " + place.key(name),
                            "differs from " + place.key(other) + ", but the config ties the two.",
                            "With tie_word_embeddings: false both are kept."));
        }
        return true;
    }
}
