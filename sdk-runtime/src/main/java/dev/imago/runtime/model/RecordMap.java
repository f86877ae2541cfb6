package dev.imago.runtime.model;

import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.Spec;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Config records as the maps a recipe would write them with; null keys are left out. */
public final class RecordMap {
    private RecordMap() {}

    /** The keys of a record, in order. */
    public static Map<String, Object> of(Record config) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = plain(read(component, config));
            if (component.isAnnotationPresent(Flat.class) && value instanceof Map<?, ?> inner) {
                inner.forEach((key, inside) -> map.put(key.toString(), inside));
            } else if (value != null) {
                map.put(snakeCase(component.getName()), value);
            }
        }
        return map;
    }

    private static Object plain(Object value) {
        if (value instanceof Spec<?> spec) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("type", spec.type());
            map.putAll(of(spec.config()));
            return map;
        }
        if (value instanceof Record config) {
            return of(config);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecordMap::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, inside) -> plain.put(key.toString(), plain(inside)));
            return plain;
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Path ? value.toString() : value;
    }

    private static Object read(RecordComponent component, Record config) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't read " + component, e);
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
