package dev.imago.runtime.recipe;

import dev.imago.api.plugin.InvalidValueException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a config record's constructor says about one of its keys. Asked of the constructor itself:
 * by leaving the key out for its default, by giving nonsense for what is allowed. So the reference
 * can't differ from the code.
 *
 * @param byDefault the value where the recipe is silent; null when there is none or it depends on
 *     other keys that must be given
 * @param words the words that are allowed; empty when there is no such list
 * @param expected the range, e.g. {@code at least 1}; empty when it is not known
 */
record KeyFacts(Object byDefault, List<String> words, String expected) {
    private static final String NONSENSE = "?";

    static KeyFacts of(RecordShape<?> shape, int index) {
        InvalidValueException complaint = complaint(shape, index);
        List<String> words = complaint == null ? List.of() : complaint.allowed();
        return new KeyFacts(byDefault(shape, index), words, expected(complaint));
    }

    /**
     * Two samples for the keys that must be given: a default that they change is not a constant.
     */
    private static Object byDefault(RecordShape<?> shape, int index) {
        if (shape.keys().get(index).required()) {
            return null;
        }
        Record one = constructed(shape, samples(shape, 1));
        Record other = constructed(shape, samples(shape, 2));
        Object value = one == null ? null : RecordShape.values(one).get(index);
        boolean constant =
                other == null || Objects.equals(value, RecordShape.values(other).get(index));
        return constant ? value : null;
    }

    private static InvalidValueException complaint(RecordShape<?> shape, int index) {
        RecordKey key = shape.keys().get(index);
        Object nonsense = nonsense(key);
        if (nonsense == null) {
            return null;
        }
        Object[] values = samples(shape, 1);
        values[index] = nonsense;
        try {
            shape.constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            boolean ofKey =
                    e.getCause() instanceof InvalidValueException invalid
                            && invalid.key().equals(key.name());
            return ofKey ? (InvalidValueException) e.getCause() : null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't make a " + shape.type(), e);
        }
        return null;
    }

    private static String expected(InvalidValueException complaint) {
        if (complaint == null || !complaint.allowed().isEmpty()) {
            return "";
        }
        int at = complaint.getMessage().indexOf("expected ");
        String text = at < 0 ? "" : complaint.getMessage().substring(at + "expected ".length());
        return text.replaceAll("(\\d)\\.0\\b", "$1").replace("E", "e");
    }

    private static Object nonsense(RecordKey key) {
        if (key.type() == Integer.class) {
            return Integer.MIN_VALUE;
        }
        if (key.type() == Long.class) {
            return Long.MIN_VALUE;
        }
        if (key.type() == Double.class) {
            return -Double.MAX_VALUE;
        }
        return key.type() == String.class ? NONSENSE : null;
    }

    private static Object[] samples(RecordShape<?> shape, int number) {
        List<Object> values = new ArrayList<>();
        for (RecordKey key : shape.keys()) {
            values.add(key.required() ? sample(RecordKey.raw(key.type()), number) : null);
        }
        return values.toArray();
    }

    private static Object sample(Class<?> type, int number) {
        return Map.<Class<?>, Object>of(
                        Integer.class,
                        number,
                        Long.class,
                        (long) number,
                        Double.class,
                        (double) number,
                        Boolean.class,
                        number == 1,
                        String.class,
                        "x" + number,
                        Path.class,
                        Path.of("x" + number),
                        List.class,
                        List.of(),
                        Map.class,
                        Map.of())
                .get(type);
    }

    private static Record constructed(RecordShape<?> shape, Object[] values) {
        try {
            return shape.constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            // Samples can't satisfy every record; its defaults then stay untold.
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't make a " + shape.type(), e);
        }
    }
}
