package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds a value to the type of a record component; lists, maps, records and components here. */
final class ValueBinder {
    private final RecordBinder records;
    private final SpecBinder specs;
    private final ScalarBinder scalars;
    private final RecipeProblems problems;

    ValueBinder(
            RecordBinder records, SpecBinder specs, ScalarBinder scalars, RecipeProblems problems) {
        this.records = records;
        this.specs = specs;
        this.scalars = scalars;
        this.problems = problems;
    }

    /** The value; null after a problem. */
    Object bind(Type type, RecipeNode node, boolean existingPath) {
        if (SpecBinder.isUnresolved(node)) {
            return null;
        }
        if (RecordKey.isSpec(type)) {
            return specs.bind(RecordKey.kind(type), node, null);
        }
        Class<?> raw = RecordKey.raw(type);
        if (raw == List.class) {
            return list(RecordKey.argument(type, 0), node, existingPath);
        }
        if (raw == Map.class) {
            return map(RecordKey.argument(type, 1), node, existingPath);
        }
        if (raw.isRecord() && !Auto.class.isAssignableFrom(raw)) {
            return record(raw.asSubclass(Record.class), node);
        }
        return node instanceof Scalar scalar && !scalar.isNull()
                ? scalars.bind(raw, scalar, existingPath)
                : wrong(node, ScalarBinder.expected(raw));
    }

    private List<Object> list(Type element, RecipeNode node, boolean existingPath) {
        if (!(node instanceof Sequence sequence)) {
            String written = node instanceof Scalar scalar ? ": [" + scalar.text() + "]" : "";
            return wrong(node, "a list" + written);
        }
        List<Object> values = new ArrayList<>();
        sequence.items().forEach(item -> values.add(bind(element, item, existingPath)));
        return values.contains(null) ? null : Collections.unmodifiableList(values);
    }

    private Map<String, Object> map(Type element, RecipeNode node, boolean existingPath) {
        if (!(node instanceof Mapping mapping)) {
            return wrong(node, "a mapping of names to values");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            values.put(entry.getKey(), bind(element, entry.getValue().value(), existingPath));
        }
        return values.containsValue(null) ? null : Collections.unmodifiableMap(values);
    }

    private <R extends Record> R record(Class<R> type, RecipeNode node) {
        if (node instanceof Mapping mapping) {
            return records.bind(type, mapping);
        }
        if (node.isNull()) {
            return records.bind(type, RecipeReader.empty(node.place()));
        }
        if (node instanceof Scalar scalar && scalar.isText() && hasFlatSpec(type)) {
            Entry bare = new Entry(node.place(), node);
            return records.bind(type, RecipeReader.empty(node.place()).with("type", bare));
        }
        return wrong(node, "a mapping of keys");
    }

    private static boolean hasFlatSpec(Class<? extends Record> type) {
        return RecordShape.of(type).keys().stream().anyMatch(key -> key.flat() && key.isSpec());
    }

    private <T> T wrong(RecipeNode node, String expected) {
        problems.add(
                ErrorCode.WRONG_TYPE,
                node.place(),
                "is " + node.told() + ", expected " + expected + ".");
        return null;
    }
}
