package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.model.PublishedConfig;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Binds {@code {type: auto, weights: FOLDER}}: the folder's {@code config.json}, or a GGUF file
 * itself, says which component it is and gives the keys; those that the recipe has itself go
 * before.
 */
final class AutoBinder {
    private static final List<String> INSIDE = List.of("text_config", "vision_config");

    private final ComponentRegistry registry;
    private final RecordBinder records;
    private final RecipeProblems problems;

    AutoBinder(ComponentRegistry registry, RecordBinder records, RecipeProblems problems) {
        this.registry = registry;
        this.records = records;
        this.problems = problems;
    }

    /** The component; null after a problem. */
    <K> Spec<K> bind(Class<K> kind, Path weights, Place place, KeyReader keys) {
        if (weights == null) {
            keys.openEnded();
            problems.add(
                    ErrorCode.MISSING_KEY,
                    keys.mapping().place().child(SpecBinder.WEIGHTS),
                    "is required where type is auto: a folder in the layout of Hugging Face, or a"
                            + " GGUF file.");
            return null;
        }
        try {
            ModelFamilies families = ModelFamilies.of(registry);
            PublishedConfig config = part(kind, PublishedFiles.read(weights), families);
            Optional<ModelFamily> family = family(kind, config, families, weights, place);
            if (family.isPresent()) {
                return bind(kind, family.get(), config, weights, keys);
            }
        } catch (ImagoException e) {
            e.problems().forEach(problem -> problems.add(place, problem));
        }
        keys.openEnded();
        return null;
    }

    /** What is read; inside a multimodal model, the part of this kind. */
    private static PublishedConfig part(
            Class<?> kind, PublishedConfig config, ModelFamilies families) {
        if (families.reading(kind, config.modelType()).isPresent()) {
            return config;
        }
        for (String inside : INSIDE) {
            PublishedConfig part =
                    new PublishedConfig(
                            PublishedConfig.object(config.model(), inside), config.preprocessor());
            if (families.reading(kind, part.modelType()).isPresent()) {
                return part;
            }
        }
        return config;
    }

    private Optional<ModelFamily> family(
            Class<?> kind,
            PublishedConfig config,
            ModelFamilies families,
            Path weights,
            Place place) {
        String modelType = config.modelType();
        Optional<ModelFamily> found = families.reading(kind, modelType);
        if (found.isEmpty()) {
            List<String> known = families.modelTypes(kind);
            problems.add(
                    place,
                    new Problem(
                            ErrorCode.UNKNOWN_COMPONENT,
                            place.toString(),
                            "no plugin reads model_type '"
                                    + modelType
                                    + "' of "
                                    + weights
                                    + " as "
                                    + kind.getSimpleName()
                                    + ".",
                            (NearestName.question(modelType, known)
                                            + " Read are: "
                                            + String.join(", ", known)
                                            + ".")
                                    .strip()));
        }
        return found;
    }

    private <K> Spec<K> bind(
            Class<K> kind,
            ModelFamily family,
            PublishedConfig config,
            Path weights,
            KeyReader keys) {
        Component<K> component = registry.get(kind, family.component());
        Set<String> known =
                RecordShape.of(component.config()).keys().stream()
                        .map(RecordKey::name)
                        .collect(Collectors.toSet());
        PublishedKeys nodes = new PublishedKeys(PublishedFiles.source(weights));
        try {
            Mapping published = nodes.mapping(family.keys(config), known);
            Mapping merged = over(published, keys, known);
            Record record = records.bindKeys(component.config(), new KeyReader(merged));
            return record == null ? null : new Spec<>(kind, component.type(), record, weights);
        } catch (InvalidValueException e) {
            problems.add(ErrorCode.INVALID_VALUE, nodes.place(e.key()), e.reason() + ".");
            return null;
        }
    }

    /** The recipe's own keys before those of the config; they count as asked for. */
    private static Mapping over(Mapping published, KeyReader keys, Set<String> known) {
        Mapping merged = new Mapping(keys.mapping().place(), published.entries());
        for (String name : known) {
            if (keys.take(name) != null) {
                merged = merged.with(name, keys.mapping().entries().get(name));
            }
        }
        return merged;
    }
}
