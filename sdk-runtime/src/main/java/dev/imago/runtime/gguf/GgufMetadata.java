package dev.imago.runtime.gguf;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.plugin.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a GGUF file tells of its model, by key. */
public final class GgufMetadata {
    /** Bytes of the shortest entry: a name's length, one letter, a type, one byte. */
    private static final int LEAST_BYTES = 14;

    private final Path file;
    private final Map<String, Object> values;

    private GgufMetadata(Path file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    /** Types of values by their code. */
    private enum Kind {
        UINT8(1),
        INT8(1),
        UINT16(2),
        INT16(2),
        UINT32(4),
        INT32(4),
        FLOAT32(4),
        BOOL(1),
        STRING(8),
        ARRAY(12),
        UINT64(8),
        INT64(8),
        FLOAT64(8);

        private final int least;

        Kind(int least) {
            this.least = least;
        }

        static Kind of(int code, HeaderBytes in, String key) {
            if (code < 0 || code >= values().length) {
                throw in.corrupt(key, "is of the unknown type " + code);
            }
            return values()[code];
        }
    }

    static GgufMetadata read(HeaderBytes in, int count) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = in.text("metadata key " + i);
            Kind kind = Kind.of(in.int32(key), in, key);
            if (values.put(key, value(in, kind, key)) != null) {
                throw in.corrupt(key, "stands there twice");
            }
        }
        return new GgufMetadata(in.file(), Collections.unmodifiableMap(values));
    }

    static int leastBytes() {
        return LEAST_BYTES;
    }

    private static Object value(HeaderBytes in, Kind kind, String key) {
        return switch (kind) {
            case UINT8 -> (long) Byte.toUnsignedInt(in.int8(key));
            case INT8 -> (long) in.int8(key);
            case UINT16 -> (long) Short.toUnsignedInt(in.int16(key));
            case INT16 -> (long) in.int16(key);
            case UINT32 -> Integer.toUnsignedLong(in.int32(key));
            case INT32 -> (long) in.int32(key);
            case UINT64, INT64 -> in.int64(key);
            case FLOAT32 -> decimal(Float.intBitsToFloat(in.int32(key)));
            case FLOAT64 -> Double.longBitsToDouble(in.int64(key));
            case BOOL -> in.int8(key) != 0;
            case STRING -> in.text(key);
            case ARRAY -> array(in, key);
        };
    }

    /** The number that was meant: 1e-5, not the nearest float with all its digits. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static List<Object> array(HeaderBytes in, String key) {
        Kind kind = Kind.of(in.int32(key), in, key);
        if (kind == Kind.ARRAY) {
            throw in.corrupt(key, "is an array of arrays, expected one of plain values");
        }
        int count = in.count("length of " + key, kind.least);
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(value(in, kind, key));
        }
        return Collections.unmodifiableList(list);
    }

    /** All entries: {@code Long}, {@code Double}, {@code Boolean}, {@code String} or a list. */
    public Map<String, Object> values() {
        return values;
    }

    /** The text of a key. */
    public Optional<String> text(String key) {
        return typed(key, String.class, "a text");
    }

    /** The integer of a key. */
    public Optional<Long> integer(String key) {
        return typed(key, Long.class, "an integer");
    }

    /** The number of a key. */
    public Optional<Double> number(String key) {
        return typed(key, Number.class, "a number").map(Number::doubleValue);
    }

    /** Yes or no. */
    public Optional<Boolean> flag(String key) {
        return typed(key, Boolean.class, "true or false");
    }

    /** The texts of a key; empty when it is not there. */
    public List<String> texts(String key) {
        return list(key, String.class, "texts");
    }

    /** The integers of a key; empty when it is not there. */
    public List<Long> integers(String key) {
        return list(key, Long.class, "integers");
    }

    /** The numbers of a key; empty when it is not there. */
    public List<Double> numbers(String key) {
        return list(key, Double.class, "numbers");
    }

    /**
     * The value of an {@code Optional} from above, or an error.
     *
     * @throws ImagoException CORRUPT_FILE, with the nearest key
     */
    public <T> T required(String key, Optional<T> value) {
        return value.orElseThrow(
                () ->
                        HeaderBytes.corrupt(
                                file,
                                key,
                                "is missing. " + NearestName.question(key, values.keySet())));
    }

    /** An error about a key of this file. */
    public ImagoException unsupported(String key, String message) {
        return new ImagoException(ErrorCode.INCOMPATIBLE_PARTS, file + ", " + key, message);
    }

    private <T> Optional<T> typed(String key, Class<T> type, String expected) {
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw HeaderBytes.corrupt(file, key, "is " + value + ", expected " + expected);
        }
        return Optional.ofNullable(type.cast(value));
    }

    private <T> List<T> list(String key, Class<T> type, String expected) {
        Object value = values.getOrDefault(key, List.of());
        if (!(value instanceof List<?> list)) {
            throw HeaderBytes.corrupt(
                    file, key, "is " + value + ", expected a list of " + expected);
        }
        for (Object item : list) {
            if (!type.isInstance(item)) {
                throw HeaderBytes.corrupt(
                        file, key, "is a list with " + item + ", expected " + expected);
            }
        }
        return list.stream().map(type::cast).toList();
    }
}
