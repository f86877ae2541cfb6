package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Makes config records from JSON that may have other keys too, as published configs do. */
final class RecordKeys {
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private final ObjectMapper values =
            JsonMapper.builder()
                    .propertyNamingStrategy(NAMES)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /**
     * A record with the keys that it knows.
     *
     * @throws InvalidValueException when it refuses one
     */
    <R extends Record> R record(Class<R> type, ObjectNode keys) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments =
                Arrays.stream(components).map(component -> value(component, keys)).toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("can't make a " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't make a " + type, e);
        }
    }

    private Object value(RecordComponent component, ObjectNode keys) {
        if (component.isAnnotationPresent(Flat.class)) {
            return record(component.getType().asSubclass(Record.class), keys);
        }
        JsonNode node = keys.get(NAMES.translate(component.getName()));
        if (node == null || node.isNull()) {
            return null;
        }
        JavaType type = values.constructType(component.getGenericType());
        try {
            return values.convertValue(node, type);
        } catch (IllegalArgumentException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvalidValueException refused) {
                    throw refused;
                }
            }
            throw e;
        }
    }
}
