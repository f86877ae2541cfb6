package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.plugin.Pretrained;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Binds {@code {type: x, ...}} or a bare {@code x} to the config record of component x. */
final class SpecBinder {
    static final String WEIGHTS = "weights";
    static final String AUTO = "auto";
    private static final String TYPE = "type";

    private final ComponentRegistry registry;
    private final RecordBinder records;
    private final RecipeProblems problems;
    private final AutoBinder auto;
    private final GgufTemplate template;

    SpecBinder(ComponentRegistry registry, RecordBinder records, RecipeProblems problems) {
        this.registry = registry;
        this.records = records;
        this.problems = problems;
        this.auto = new AutoBinder(registry, records, problems);
        this.template = new GgufTemplate(records, problems);
    }

    /** A component with all its defaults. */
    <K> Spec<K> byName(Class<K> kind, String type, Place place) {
        return bind(kind, type, place, new KeyReader(RecipeReader.empty(place)));
    }

    <K> Spec<K> bind(Class<K> kind, RecipeNode node, String defaultType) {
        if (node instanceof Scalar scalar && scalar.isText()) {
            return byName(kind, scalar.text(), scalar.place());
        }
        if (node instanceof Mapping mapping) {
            KeyReader keys = new KeyReader(mapping);
            Spec<K> spec = bindKeys(kind, keys, defaultType);
            keys.reportUnknown(problems);
            return spec;
        }
        if (!isUnresolved(node)) {
            problems.add(
                    ErrorCode.WRONG_TYPE,
                    node.place(),
                    "is " + node.told() + ", expected " + expected(kind) + ".");
        }
        return null;
    }

    /** Binds the {@code type} and the component's keys of a mapping that may have other keys. */
    <K> Spec<K> bindKeys(Class<K> kind, KeyReader keys, String defaultType) {
        RecipeNode type = keys.take(TYPE);
        if (type == null && defaultType != null) {
            return bind(kind, defaultType, keys.mapping().place().child(TYPE), keys);
        }
        if (type instanceof Scalar scalar && scalar.isText()) {
            return bind(kind, scalar.text(), scalar.place(), keys);
        }
        keys.openEnded();
        if (type == null) {
            problems.add(
                    ErrorCode.MISSING_KEY,
                    keys.mapping().place().child(TYPE),
                    "is required, expected " + expected(kind) + ".");
        } else if (!isUnresolved(type)) {
            problems.add(
                    ErrorCode.WRONG_TYPE,
                    type.place(),
                    "is " + type.told() + ", expected " + expected(kind) + ".");
        }
        return null;
    }

    private <K> Spec<K> bind(Class<K> kind, String type, Place place, KeyReader keys) {
        if (!kind.isAnnotationPresent(Pretrained.class)) {
            return bindOwn(kind, type, place, keys);
        }
        Optional<Component<K>> component = registry.find(kind, type);
        if (component.isPresent() && hasWeights(component.get())) {
            return bindOwn(kind, type, place, keys);
        }
        RecipeNode weights = keys.take(WEIGHTS);
        Path path = weights == null ? null : records.existingPath(weights);
        if (weights != null && path == null) {
            // What else is wrong can't be known where the keys come from there.
            keys.openEnded();
            return type.equals(AUTO) ? null : bindOwn(kind, type, place, keys);
        }
        if (type.equals(AUTO)) {
            return auto.bind(kind, path, place, keys);
        }
        Spec<K> spec = bindOwn(kind, type, place, keys);
        return spec == null ? null : spec.from(path);
    }

    private static boolean hasWeights(Component<?> component) {
        return RecordShape.of(component.config()).keys().stream()
                .anyMatch(key -> key.name().equals(WEIGHTS));
    }

    private <K> Spec<K> bindOwn(Class<K> kind, String type, Place place, KeyReader keys) {
        Optional<Component<K>> component = registry.find(kind, type);
        if (component.isEmpty()) {
            keys.openEnded();
            problems.add(place, registry.unknown(kind, type, place.toString()));
            return null;
        }
        KeyReader read = read(kind, component.get(), keys);
        Record config = read == null ? null : records.bindKeys(component.get().config(), read);
        return config == null ? null : new Spec<>(kind, type, config);
    }

    /** The keys, or those that stand for them; null after a problem. */
    private KeyReader read(Class<?> kind, Component<?> component, KeyReader keys) {
        Mapping read = template.inPlace(kind, component.type(), keys.mapping());
        if (read == keys.mapping()) {
            return keys;
        }
        RecordShape.of(component.config()).keys().forEach(key -> keys.take(key.name()));
        return read == null ? null : new KeyReader(read);
    }

    private String expected(Class<?> kind) {
        List<String> names = registry.offered(kind).stream().map(Component::type).toList();
        String name = kind.getSimpleName();
        return names.isEmpty()
                ? "the name of a component of kind " + name + ", of which no plugin offers any"
                : "the name of a component of kind " + name + ": " + String.join(", ", names);
    }

    static boolean isUnresolved(RecipeNode node) {
        return node instanceof Scalar scalar && scalar.form() == RecipeNode.Form.UNRESOLVED;
    }
}
