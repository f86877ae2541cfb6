package dev.imago.api.plugin;

import dev.imago.api.Api;
import java.util.List;

/**
 * Defaults and checks for the compact constructors of config records. Each method returns the value
 * or its default, and throws {@link InvalidValueException} naming the recipe key.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Check {
    private Check() {}

    /** The value, or the default where the recipe is silent. */
    public static <T> T orDefault(T value, T defaultValue) {
        return value == null ? defaultValue : value;
    }

    /** A key that must be given. */
    public static <T> T required(T value, String key) {
        if (value == null) {
            throw new InvalidValueException(key, "is required");
        }
        return value;
    }

    /** An integer of at least 1. */
    public static Integer positive(Integer value, Integer defaultValue, String key) {
        return between(value, defaultValue, 1, Integer.MAX_VALUE, key);
    }

    /** An integer within inclusive bounds. A null default makes the key optional. */
    public static Integer between(
            Integer value, Integer defaultValue, int min, int max, String key) {
        Integer v = orDefault(value, defaultValue);
        if (v != null && (v < min || v > max)) {
            String bound =
                    max == Integer.MAX_VALUE ? "at least " + min : "between " + min + " and " + max;
            throw new InvalidValueException(key, "is " + v + ", expected " + bound);
        }
        return v;
    }

    /** A list of at least one positive multiple of a number, such as the channels of each level. */
    public static List<Integer> multiples(
            List<Integer> values, List<Integer> defaultValues, int of, String key) {
        List<Integer> v = List.copyOf(orDefault(values, defaultValues));
        if (v.isEmpty()) {
            throw new InvalidValueException(key, "is empty, expected multiples of " + of);
        }
        for (int value : v) {
            if (value < of || value % of != 0) {
                throw new InvalidValueException(
                        key, "has " + value + ", expected multiples of " + of);
            }
        }
        return v;
    }

    /** A finite number within inclusive bounds. A null default makes the key optional. */
    public static Double between(
            Double value, Double defaultValue, double min, double max, String key) {
        Double v = orDefault(value, defaultValue);
        if (v != null && !(v >= min && v <= max)) {
            throw new InvalidValueException(
                    key, "is " + v + ", expected between " + min + " and " + max);
        }
        return v;
    }

    /** One of the given words. */
    public static String oneOf(
            String value, String defaultValue, List<String> allowed, String key) {
        String v = orDefault(value, defaultValue);
        if (v != null && !allowed.contains(v)) {
            throw new InvalidValueException(
                    key,
                    "is '" + v + "', expected one of " + String.join(", ", allowed),
                    allowed,
                    v);
        }
        return v;
    }
}
