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
        return written(mapper, record);
    }

    /** The record as one line of JSON, for hashes that tell whether a stage has changed. */
    public static String json(Record record) {
        return written(new ObjectMapper(), record);
    }

    private static String written(ObjectMapper mapper, Record record) {
        try {
            return mapper.writeValueAsString(tree(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + record, e);
        }
    }

    /** The record as maps, lists, texts, numbers and booleans. */
    public static Map<String, Object> tree(Record record) {
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
                tree.putAll(value instanceof Spec<?> spec ? spec(spec) : tree((Record) value));
            } else {
                tree.put(key.name(), value(value));
            }
        }
        return tree;
    }

    private static Map<String, Object> spec(Spec<?> spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", spec.type());
        if (spec.weights() != null) {
            tree.put(SpecBinder.WEIGHTS, spec.weights().toString());
        }
        tree.putAll(tree(spec.config()));
        return tree;
    }

    private static Object value(Object value) {
        if (value instanceof Spec<?> spec) {
            return spec(spec);
        }
        if (value instanceof Auto auto) {
            return auto.written();
        }
        if (value instanceof Record record) {
            return tree(record);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecipeWriter::value).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> tree = new LinkedHashMap<>();
            map.forEach((key, inner) -> tree.put(key.toString(), value(inner)));
            return tree;
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Path path ? path.toString() : value;
    }
}
