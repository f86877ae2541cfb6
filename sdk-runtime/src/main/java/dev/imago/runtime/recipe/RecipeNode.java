package dev.imago.runtime.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a recipe with the place where it stands. Immutable. */
public sealed interface RecipeNode {
    /** Where the value begins. */
    Place place();

    /** What it is, as problems say it: {@code the number 3}. */
    String told();

    /** Keys with values. */
    record Mapping(Place place, Map<String, Entry> entries) implements RecipeNode {
        /** Copies the map, keeping its order. */
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of a key; null when there is none. */
        public RecipeNode get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        /** The same with a key set; a key that was there keeps its position. */
        public Mapping with(String key, Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, entry);
            return new Mapping(place, changed);
        }

        /** The same without a key. */
        public Mapping without(String key) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new Mapping(place, changed);
        }

        @Override
        public String told() {
            return "a mapping of keys";
        }
    }

    /** A value with the place of its key. */
    record Entry(Place key, RecipeNode value) {}

    /** A list. */
    record Sequence(Place place, List<RecipeNode> items) implements RecipeNode {
        /** Copies the list. */
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String told() {
            return "a list";
        }
    }

    /** A single value, as written. */
    record Scalar(Place place, Form form, String text) implements RecipeNode {
        @Override
        public String told() {
            return switch (form) {
                case NULL -> "empty";
                case INTEGER, DECIMAL -> "the number " + text;
                case BOOLEAN -> text;
                case PLAIN, QUOTED, UNRESOLVED -> "the text '" + text + "'";
            };
        }

        /** Whether it is a text, quoted or not. */
        public boolean isText() {
            return form == Form.PLAIN || form == Form.QUOTED;
        }
    }

    /** What a single value looks like to YAML. */
    enum Form {
        /** A text without quotes. */
        PLAIN,
        /** A text in quotes, or a block of text. */
        QUOTED,
        /** A whole number. */
        INTEGER,
        /** A number with a decimal point. */
        DECIMAL,
        /** True or false. */
        BOOLEAN,
        /** Nothing, {@code null} or {@code ~}. */
        NULL,
        /** Names a variable that is not set, which has been told already. */
        UNRESOLVED
    }

    /** Whether the value is empty, which is the same as leaving its key out. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.form() == Form.NULL;
    }
}
