package dev.imago.runtime.recipe;

import dev.imago.api.plugin.Pretrained;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Turns records and kinds into definitions of a JSON schema; a definition is made once. */
final class SchemaDefinitions {
    /** What {@code weights} of a component sets. */
    static final String WEIGHTS_DOC =
            "a checkpoint that it starts from: a folder in the layout of Hugging Face, a file, or"
                    + " hf://org/name@revision";

    /** What {@code type: auto} does. */
    static final String AUTO_DOC =
            "the component and keys that config.json of weights, or a GGUF file, says; keys given"
                    + " here go before";

    private final ComponentRegistry registry;
    private final Map<String, Object> definitions;
    private final boolean partial;

    /**
     * @param definitions takes what is made
     * @param partial whether all keys may be left out, as where a recipe extends another
     */
    SchemaDefinitions(
            ComponentRegistry registry, Map<String, Object> definitions, boolean partial) {
        this.registry = registry;
        this.definitions = definitions;
        this.partial = partial;
    }

    /** The name of a record's or kind's definition; plugins may have equal simple names. */
    String name(Class<?> type) {
        boolean own = type.getName().matches("dev\\.imago\\.(api|runtime)\\..*");
        return (own ? type.getSimpleName() : type.getCanonicalName()) + (partial ? ".partial" : "");
    }

    /** The schema of a type. */
    Map<String, Object> of(Type type) {
        if (RecordKey.isSpec(type)) {
            return kind(RecordKey.kind(type));
        }
        Class<?> raw = RecordKey.raw(type);
        if (raw == List.class) {
            return object("type", "array", "items", of(RecordKey.argument(type, 0)));
        }
        if (raw == Map.class) {
            return object(
                    "type", "object", "additionalProperties", of(RecordKey.argument(type, 1)));
        }
        return raw.isRecord() && !Auto.class.isAssignableFrom(raw)
                ? record(raw.asSubclass(Record.class))
                : scalar(raw);
    }

    private static Map<String, Object> scalar(Class<?> type) {
        if (type == AutoCount.class) {
            return object(
                    "anyOf",
                    List.of(object("const", Auto.WORD), object("type", "integer", "minimum", 1)));
        }
        if (type == AutoFlag.class) {
            return object("anyOf", List.of(object("const", Auto.WORD), object("type", "boolean")));
        }
        if (type.isEnum()) {
            return object("enum", ScalarBinder.words(type));
        }
        if (type == Integer.class || type == Long.class) {
            return object("type", "integer");
        }
        if (type == Double.class) {
            return object("type", "number");
        }
        if (type == Boolean.class) {
            return object("type", "boolean");
        }
        if (type == String.class || type == Path.class) {
            return object("type", "string");
        }
        throw new IllegalArgumentException("a recipe key can't have the type " + type.getName());
    }

    private Map<String, Object> record(Class<? extends Record> type) {
        RecordShape<?> shape = RecordShape.of(type);
        return defined(
                name(type),
                () ->
                        shape.keys().stream().anyMatch(key -> key.flat() && key.isSpec())
                                ? withFlatSpec(shape)
                                : keys(shape.doc(), List.of(shape), null));
    }

    private Map<String, Object> kind(Class<?> kind) {
        return defined(name(kind), () -> choice(kind, List.of()));
    }

    /** A record that has a component's keys beside its own: one choice for each component. */
    private Map<String, Object> withFlatSpec(RecordShape<?> shape) {
        Type spec =
                shape.keys().stream()
                        .filter(key -> key.flat() && key.isSpec())
                        .findFirst()
                        .orElseThrow()
                        .type();
        return choice(RecordKey.kind(spec), List.of(shape));
    }

    private Map<String, Object> choice(Class<?> kind, List<RecordShape<?>> beside) {
        List<Object> choices = new ArrayList<>();
        List<String> bare = new ArrayList<>();
        for (Component<?> component : registry.offered(kind)) {
            RecordShape<?> config = RecordShape.of(component.config());
            if (config.keys().stream().noneMatch(RecordKey::required)) {
                bare.add(component.type());
            }
            List<RecordShape<?>> shapes = new ArrayList<>(beside);
            shapes.add(config);
            String prefix = beside.isEmpty() ? name(kind) : name(beside.get(0).type());
            choices.add(
                    defined(
                            prefix + "." + component.type(),
                            () -> pretrained(kind, keys(config.doc(), shapes, component.type()))));
        }
        if (kind.isAnnotationPresent(Pretrained.class) && !choices.isEmpty()) {
            choices.add(auto());
        }
        if (!bare.isEmpty()) {
            choices.add(0, object("description", kind.getSimpleName(), "enum", bare));
        }
        if (choices.isEmpty()) {
            String none = "no plugin offers any " + kind.getSimpleName();
            return object("description", none, "not", Map.of());
        }
        return object(partial ? "anyOf" : "oneOf", choices);
    }

    /** The key that a component has by its kind. */
    @SuppressWarnings("unchecked") // keys() makes it so
    private static Map<String, Object> pretrained(Class<?> kind, Map<String, Object> schema) {
        if (kind.isAnnotationPresent(Pretrained.class)) {
            ((Map<String, Object>) schema.get("properties"))
                    .putIfAbsent(
                            SpecBinder.WEIGHTS,
                            object("description", WEIGHTS_DOC, "type", "string"));
        }
        return schema;
    }

    /** Its keys depend on the folder, so none is refused here. */
    private static Map<String, Object> auto() {
        Map<String, Object> schema = object("description", AUTO_DOC, "type", "object");
        Map<String, Object> properties = object("type", object("const", SpecBinder.AUTO));
        properties.put(SpecBinder.WEIGHTS, object("description", WEIGHTS_DOC, "type", "string"));
        schema.put("properties", properties);
        schema.put("required", List.of("type", SpecBinder.WEIGHTS));
        return schema;
    }

    private Map<String, Object> keys(String doc, List<RecordShape<?>> shapes, String type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (type != null) {
            properties.put("type", object("const", type));
            required.add("type");
        }
        shapes.forEach(shape -> add(shape, properties, required));
        Map<String, Object> schema = object("description", doc, "type", "object");
        schema.put("properties", properties);
        if (!partial && !required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private void add(RecordShape<?> shape, Map<String, Object> properties, List<String> required) {
        for (int i = 0; i < shape.keys().size(); i++) {
            RecordKey key = shape.keys().get(i);
            if (key.flat() && key.isSpec()) {
                // Each choice brings the keys of its component itself.
                continue;
            }
            if (key.flat()) {
                add(
                        RecordShape.of(RecordKey.raw(key.type()).asSubclass(Record.class)),
                        properties,
                        required);
                continue;
            }
            properties.put(key.name(), property(shape, i, key));
            if (key.required()) {
                required.add(key.name());
            }
        }
    }

    private Map<String, Object> property(RecordShape<?> shape, int index, RecordKey key) {
        Map<String, Object> schema = object("description", key.doc());
        Map<String, Object> value = of(key.type());
        schema.putAll(
                key.loneEntry()
                        ? object("anyOf", List.of(of(RecordKey.argument(key.type(), 0)), value))
                        : value);
        KeyFacts facts = KeyFacts.of(shape, index);
        if (!facts.words().isEmpty()) {
            schema.put("enum", facts.words());
        }
        Object byDefault = key.defaultType() != null ? key.defaultType() : facts.byDefault();
        if (byDefault instanceof String
                || byDefault instanceof Number
                || byDefault instanceof Boolean) {
            schema.put("default", byDefault);
        }
        return schema;
    }

    private Map<String, Object> defined(String name, Supplier<Map<String, Object>> schema) {
        if (!definitions.containsKey(name)) {
            // Stands in while the definition is made, should it lead back to itself.
            definitions.put(name, Map.of());
            definitions.put(name, schema.get());
        }
        return object("$ref", "#/$defs/" + name);
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (!"".equals(keysAndValues[i + 1])) {
                object.put((String) keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return object;
    }
}
