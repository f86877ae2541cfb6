package dev.imago.plugins.sources.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;

/**
 * A column of a table. Its values come as JSON; bytes within them, such as images, in base64.
 *
 * @param name in the table
 * @param type as DuckDB writes it
 */
record Column(String name, String type) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Stands before bytes, so that they are told from texts. */
    private static final String BYTES = "imago-bytes:";

    /** What to select. */
    String value() {
        return "to_json(" + written("bytes_of(%s)") + ")::VARCHAR";
    }

    /** What to select where bytes need only be there or not. */
    String outline() {
        return "to_json("
                + written("CASE WHEN %s IS NULL THEN NULL ELSE 'bytes' END")
                + ")::VARCHAR";
    }

    private String written(String bytes) {
        return ColumnType.parse(type).written(Database.name(name), bytes);
    }

    /** Bytes as they were, from what was selected. */
    static JsonNode read(String json) {
        try {
            return json == null
                    ? JsonNodeFactory.instance.nullNode()
                    : decoded(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB wrote JSON that is none: " + json, e);
        }
    }

    /** The macro that {@link #value} uses. */
    static String macro() {
        return "CREATE OR REPLACE TEMP MACRO bytes_of(b) AS '" + BYTES + "' || to_base64(b)";
    }

    private static JsonNode decoded(JsonNode node) {
        if (node.isTextual() && node.textValue().startsWith(BYTES)) {
            byte[] bytes = Base64.getDecoder().decode(node.textValue().substring(BYTES.length()));
            return JsonNodeFactory.instance.binaryNode(bytes);
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(decoded(field.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, decoded(array.get(i)));
            }
        }
        return node;
    }
}
