package dev.imago.plugins.diffusion.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.plugin.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code config.json} of a part, to and from a record whose components are its keys. */
public final class DiffusersJson {
    private static final String CLASS = "_class_name";

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes them
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private DiffusersJson() {}

    /**
     * A JSON file.
     *
     * @throws ImagoException FILE_NOT_FOUND or CORRUPT_FILE
     */
    public static JsonNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ImagoException(ErrorCode.FILE_NOT_FOUND, file.toString(), "does not exist");
        }
        try {
            return MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is no readable JSON: " + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /**
     * The record of a part.
     *
     * @param part what the file must be about, its {@code _class_name}
     * @param fixed keys that must be absent, null or of this value, since nothing else is built
     * @throws ImagoException CHECKPOINT_MISMATCH for another architecture or, all at once, keys
     *     that ask for what is not built
     */
    public static <R extends Record> R record(
            Path file, String part, Class<R> type, Map<String, String> fixed) {
        JsonNode json = read(file);
        String found = json.path(CLASS).asText(part);
        if (!found.equals(part)) {
            throw new ImagoException(
                    ErrorCode.CHECKPOINT_MISMATCH,
                    file.toString(),
                    "is of a " + found + ", expected a " + part);
        }
        refuse(file, json, fixed);
        return record(file.toString(), json, type);
    }

    /**
     * A record from JSON; keys that it does not know are passed over.
     *
     * @param place names the JSON in errors
     * @throws ImagoException CHECKPOINT_MISMATCH when the record refuses a value
     */
    public static <R extends Record> R record(String place, JsonNode json, Class<R> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvalidValueException refused) {
                    throw new ImagoException(
                            ErrorCode.CHECKPOINT_MISMATCH, place, refused.getMessage(), e);
                }
            }
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, place, "can't be read: " + e.getOriginalMessage(), e);
        }
    }

    private static void refuse(Path file, JsonNode json, Map<String, String> fixed) {
        List<Problem> problems = new ArrayList<>();
        fixed.forEach(
                (key, only) -> {
                    JsonNode value = json.path(key);
                    boolean silent = value.isMissingNode() || value.isNull();
                    if (!silent && !value.asText().equals(only)) {
                        problems.add(
                                Problem.of(
                                        ErrorCode.CHECKPOINT_MISMATCH,
                                        file + ", " + key,
                                        "is "
                                                + value
                                                + ", which is not supported; expected "
                                                + (only.isEmpty() ? "none" : only)));
                    }
                });
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    /** A record with every key at its default. */
    public static <R extends Record> R defaults(Class<R> type) {
        return record(type.getSimpleName(), MAPPER.createObjectNode(), type);
    }

    /** A record as JSON, its keys alone. */
    public static String plain(Record config) {
        return MAPPER.valueToTree(config).toPrettyString() + "\n";
    }

    /**
     * The text of a {@code config.json}. A list of one number is written as the number, which is
     * how diffusers has one value for all blocks.
     *
     * @param part its {@code _class_name}
     * @param lists keys that stay lists
     */
    public static String text(Record config, String part, List<String> lists) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put(CLASS, part);
        ObjectNode keys = MAPPER.valueToTree(config);
        keys.properties()
                .forEach(
                        entry -> {
                            JsonNode value = entry.getValue();
                            boolean single =
                                    value.isArray()
                                            && value.size() == 1
                                            && !lists.contains(entry.getKey());
                            json.set(entry.getKey(), single ? value.get(0) : value);
                        });
        return json.toPrettyString() + "\n";
    }
}
