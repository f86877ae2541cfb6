package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imago.api.plugin.InvalidValueException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds fields of records by the names a recipe gives them, else by their usual ones. */
public final class FieldNames {
    private final Map<Field, String> given = new EnumMap<>(Field.class);

    /**
     * @param columns names in the data, by the words of {@link Field}
     */
    public FieldNames(Map<String, String> columns) {
        columns.forEach(
                (word, name) -> given.put(Field.valueOf(word.toUpperCase(Locale.ROOT)), name));
    }

    /**
     * All names under which a record may have something, those of mapped fields' roots included.
     */
    public Set<String> all() {
        Set<String> all = new HashSet<>();
        for (Field field : Field.values()) {
            String name = given.get(field);
            if (name == null) {
                all.addAll(field.usual());
            } else {
                all.add(name);
                all.add(name.split("\\.")[0]);
            }
        }
        return all;
    }

    /** Refuses words that are no field's. */
    static void check(Map<String, String> columns) {
        List<String> known = Field.words();
        for (String word : columns.keySet()) {
            if (!known.contains(word)) {
                throw new InvalidValueException(
                        "columns",
                        "has '" + word + "', expected one of " + String.join(", ", known),
                        known,
                        word);
            }
        }
    }

    /** The value of a field; a missing node where it is absent, null or an empty text. */
    JsonNode find(JsonNode record, Field field) {
        String name = given.get(field);
        if (name != null) {
            return present(record.has(name) ? record.get(name) : inside(record, name));
        }
        for (String usual : field.usual()) {
            JsonNode value = present(record.path(usual));
            if (!value.isMissingNode()) {
                return value;
            }
        }
        return MissingNode.getInstance();
    }

    /** {@code meta.caption} is the caption within meta. */
    private static JsonNode inside(JsonNode record, String name) {
        JsonNode value = record;
        for (String step : name.split("\\.")) {
            value = value.path(step);
        }
        return value;
    }

    private static JsonNode present(JsonNode value) {
        boolean empty = value.isNull() || value.isTextual() && value.textValue().isEmpty();
        return empty ? MissingNode.getInstance() : value;
    }
}
