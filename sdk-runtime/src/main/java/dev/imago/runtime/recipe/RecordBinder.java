package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.util.List;

/**
 * Binds mappings to records, key by key. Every problem of the whole tree is collected; a record
 * with a problem anywhere below it is null.
 */
public final class RecordBinder {
    private final RecipeProblems problems;
    private final ValueBinder values;
    private final SpecBinder specs;

    /**
     * @param registry finds the components that recipes name
     * @param paths resolves what is bound to {@link java.nio.file.Path}
     * @param problems takes what is wrong
     */
    public RecordBinder(ComponentRegistry registry, RecipePaths paths, RecipeProblems problems) {
        this.problems = problems;
        this.specs = new SpecBinder(registry, this, problems);
        this.values = new ValueBinder(this, specs, new ScalarBinder(paths, problems), problems);
    }

    /** Binds a mapping all of whose keys belong to the record. */
    public <R extends Record> R bind(Class<R> type, Mapping mapping) {
        KeyReader keys = new KeyReader(mapping);
        R record = bindKeys(type, keys);
        keys.reportUnknown(problems);
        return record;
    }

    /** Binds a value to any type that a record component may have. */
    Object bindValue(java.lang.reflect.Type type, RecipeNode node) {
        return values.bind(type, node, false);
    }

    /** Binds a value to a path that must exist; null after a problem. */
    java.nio.file.Path existingPath(RecipeNode node) {
        return (java.nio.file.Path) values.bind(java.nio.file.Path.class, node, true);
    }

    SpecBinder specs() {
        return specs;
    }

    /** Binds the record's keys of a mapping that may have other keys too. */
    <R extends Record> R bindKeys(Class<R> type, KeyReader keys) {
        RecordShape<R> shape = RecordShape.of(type);
        RecordDraft<R> draft = new RecordDraft<>(shape, keys.mapping(), problems);
        List<RecordKey> all = shape.keys();
        for (int i = 0; i < all.size(); i++) {
            int before = problems.count();
            RecordKey key = all.get(i);
            Object value = key.flat() ? flat(key, keys) : single(key, keys);
            draft.set(i, value);
            if (problems.count() > before || value == null && isGiven(key, keys.mapping())) {
                draft.fail(i);
            }
        }
        return draft.construct();
    }

    /** An entry that stands alone, as the list of it. */
    private static RecipeNode listed(RecipeNode node) {
        return node instanceof Scalar && !node.isNull()
                ? new Sequence(node.place(), List.of(node))
                : node;
    }

    private static boolean isGiven(RecordKey key, Mapping mapping) {
        RecipeNode node = mapping.get(key.name());
        return key.flat() || node != null && !node.isNull();
    }

    @SuppressWarnings("unchecked") // asked whether it is a record
    private Object flat(RecordKey key, KeyReader keys) {
        if (key.isSpec()) {
            return specs.bindKeys(RecordKey.kind(key.type()), keys, key.defaultType());
        }
        Class<?> type = RecordKey.raw(key.type());
        if (!type.isRecord()) {
            throw new IllegalArgumentException("@Flat is for records and specs, not " + type);
        }
        return bindKeys((Class<? extends Record>) type, keys);
    }

    private Object single(RecordKey key, KeyReader keys) {
        RecipeNode node = keys.take(key.name());
        if (node != null && key.isSpec()) {
            return specs.bind(RecordKey.kind(key.type()), node, key.defaultType());
        }
        if (node != null) {
            RecipeNode value = key.loneEntry() ? listed(node) : node;
            return values.bind(key.type(), value, key.existingPath());
        }
        Place place = keys.mapping().place().child(key.name());
        if (key.defaultType() != null) {
            return specs.byName(RecordKey.kind(key.type()), key.defaultType(), place);
        }
        if (key.required()) {
            problems.add(
                    ErrorCode.MISSING_KEY,
                    place,
                    "is required" + (key.doc().isEmpty() ? "" : ": " + key.doc()) + ".");
        }
        return null;
    }
}
