package dev.imago.runtime.recipe;

import dev.imago.api.plugin.Spec;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How the reference page writes types and defaults. */
final class ValueNames {
    private ValueNames() {}

    /** {@code list of numbers}, {@code text}, a link to a kind. */
    static String of(Type type) {
        if (RecordKey.isSpec(type)) {
            return link(RecordKey.kind(type).getSimpleName());
        }
        Class<?> raw = RecordKey.raw(type);
        if (raw == List.class) {
            return "list: " + of(RecordKey.argument(type, 0));
        }
        if (raw == Map.class) {
            return "names to: " + of(RecordKey.argument(type, 1));
        }
        if (raw.isRecord() && !Auto.class.isAssignableFrom(raw)) {
            return "keys";
        }
        return ScalarBinder.expected(raw).replaceFirst("^an? ", "");
    }

    /** The type of a key's value, and how else it may be written. */
    static String of(RecordKey key) {
        String one = key.loneEntry() ? of(RecordKey.argument(key.type(), 0)) + ", or " : "";
        return one + of(key.type());
    }

    static String link(String kind) {
        return "[" + kind + "](#" + kind.toLowerCase(Locale.ROOT) + ")";
    }

    /** The default of a key, or that it is required, or a dash. */
    static String byDefault(RecordKey key, KeyFacts facts) {
        if (key.required()) {
            return "required";
        }
        if (key.defaultType() != null) {
            return "`" + key.defaultType() + "`";
        }
        String text = text(facts.byDefault());
        return text.isEmpty() ? "–" : "`" + text + "`";
    }

    private static String text(Object value) {
        if (value == null || value instanceof Spec<?>) {
            return "";
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e6
                    ? Long.toString(number.longValue())
                    : number.toString().replace("E", "e");
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(ValueNames::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        boolean structured = value instanceof Record && !(value instanceof Auto);
        return structured || value instanceof Map<?, ?> ? "" : value.toString();
    }
}
