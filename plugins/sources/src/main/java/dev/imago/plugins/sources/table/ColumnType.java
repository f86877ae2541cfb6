package dev.imago.plugins.sources.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The type of a column, as far as bytes may stand within it. */
sealed interface ColumnType {
    /** What JSON can hold as it is. */
    record Plain() implements ColumnType {
        @Override
        public boolean hasBytes() {
            return false;
        }

        @Override
        public String written(String value, String bytes) {
            return value;
        }
    }

    /** Bytes. */
    record Bytes() implements ColumnType {
        @Override
        public boolean hasBytes() {
            return true;
        }

        @Override
        public String written(String value, String bytes) {
            return bytes.formatted(value);
        }
    }

    /** A list of one type. */
    record ListOf(ColumnType element) implements ColumnType {
        @Override
        public boolean hasBytes() {
            return element.hasBytes();
        }

        @Override
        public String written(String value, String bytes) {
            return !element.hasBytes()
                    ? value
                    : "list_transform("
                            + value
                            + ", lambda x: "
                            + element.written("x", bytes)
                            + ")";
        }
    }

    /** Fields of several types. */
    record Struct(Map<String, ColumnType> fields) implements ColumnType {
        @Override
        public boolean hasBytes() {
            return fields.values().stream().anyMatch(ColumnType::hasBytes);
        }

        @Override
        public String written(String value, String bytes) {
            if (!hasBytes()) {
                return value;
            }
            String inside =
                    fields.entrySet().stream()
                            .map(
                                    field -> {
                                        String name = Database.name(field.getKey());
                                        String part = value + "." + name;
                                        return name + ": " + field.getValue().written(part, bytes);
                                    })
                            .collect(Collectors.joining(", ", "{", "}"));
            return "CASE WHEN " + value + " IS NULL THEN NULL ELSE " + inside + " END";
        }
    }

    /** Whether bytes stand in it. */
    boolean hasBytes();

    /**
     * An expression for a value in which bytes are written as texts.
     *
     * @param value an expression of this type
     * @param bytes how bytes are written, with {@code %s} for the expression
     */
    String written(String value, String bytes);

    /** Reads what DuckDB's DESCRIBE says; of deeper nesting than these the rest is plain. */
    static ColumnType parse(String type) {
        String text = type.strip();
        if (text.endsWith("]")) {
            return new ListOf(parse(text.substring(0, text.lastIndexOf('['))));
        }
        if (text.equals("BLOB")) {
            return new Bytes();
        }
        if (text.startsWith("STRUCT(") && text.endsWith(")")) {
            return struct(text.substring("STRUCT(".length(), text.length() - 1));
        }
        return new Plain();
    }

    private static ColumnType struct(String fields) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= fields.length(); i++) {
            char c = i < fields.length() ? fields.charAt(i) : ',';
            quoted ^= c == '"';
            depth += !quoted && c == '(' ? 1 : 0;
            depth -= !quoted && c == ')' ? 1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                field(fields.substring(from, i).strip(), types);
                from = i + 1;
            }
        }
        return new Struct(types);
    }

    private static void field(String field, Map<String, ColumnType> types) {
        int end;
        String name;
        if (field.startsWith("\"")) {
            end = field.indexOf('"', 1);
            while (end + 1 < field.length() && field.charAt(end + 1) == '"') {
                end = field.indexOf('"', end + 2);
            }
            name = field.substring(1, end).replace("\"\"", "\"");
            end++;
        } else {
            end = field.indexOf(' ');
            name = field.substring(0, end);
        }
        types.put(name, parse(field.substring(end)));
    }
}
