package dev.imago.runtime.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.imago.api.plugin.Spec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes records as the YAML that binds to them again, with every default spelled out. Keys without
 * a value are left out. Equal records give equal text.
 */
public final class RecipeWriter {
    private RecipeWriter() {}

    /** The record as YAML. */
    public static String yaml(Record record) {
        ObjectMapper mapper =
                YAMLMapper.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .disable(YAMLGenerator.Feature.SPLIT_LINES)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                        .build();
        return written(mapper, tree(record));
    }

    /** The record as one line of JSON, for hashes that tell whether a stage has changed. */
    public static String json(Record record, Function<Path, String> paths) {
        return written(new ObjectMapper(), tree(record, paths));
    }

    private static String written(ObjectMapper mapper, Map<String, Object> tree) {
        try {
            return mapper.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + tree, e);
        }
    }

    /** The record as maps, lists, texts, numbers and booleans. */
    public static Map<String, Object> tree(Record record) {
        return tree(record, Path::toString);
    }

    /** The same with paths told in another way. */
    public static Map<String, Object> tree(Record record, Function<Path, String> paths) {
        Map<String, Object> tree = new LinkedHashMap<>();
        RecordShape<?> shape = RecordShape.of(record.getClass());
        List<Object> values = RecordShape.values(record);
        for (int i = 0; i < values.size(); i++) {
            RecordKey key = shape.keys().get(i);
            Object value = values.get(i);
            if (value == null) {
                continue;
            }
            if (key.flat()) {
                tree.putAll(
                        value instanceof Spec<?> spec
                                ? spec(spec, paths)
                                : tree((Record) value, paths));
            } else {
                tree.put(key.name(), value(value, paths));
            }
        }
        return tree;
    }

    private static Map<String, Object> spec(Spec<?> spec, Function<Path, String> paths) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", spec.type());
        if (spec.weights() != null) {
            tree.put(SpecBinder.WEIGHTS, paths.apply(spec.weights()));
        }
        tree.putAll(tree(spec.config(), paths));
        return tree;
    }

    private static Object value(Object value, Function<Path, String> paths) {
        if (value instanceof Spec<?> spec) {
            return spec(spec, paths);
        }
        if (value instanceof Auto auto) {
            return auto.written();
        }
        if (value instanceof Record record) {
            return tree(record, paths);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(inner -> value(inner, paths)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> tree = new LinkedHashMap<>();
            map.forEach((key, inner) -> tree.put(key.toString(), value(inner, paths)));
            return tree;
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Path path ? paths.apply(path) : value;
    }
}
