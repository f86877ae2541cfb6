package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.ArrayList;
import java.util.List;

/** One record of a data set: fields by name, and where it stands. */
public final class Record {
    private final ObjectNode fields;
    private final FieldNames names;
    private final String id;
    private final String place;

    /**
     * @param fields as published; bytes and images that are no text stand in nodes of their own
     * @param names finds fields
     * @param place names file and line in errors
     * @param unnamed the id where the record has none
     */
    public Record(ObjectNode fields, FieldNames names, String place, String unnamed) {
        this.fields = fields;
        this.names = names;
        JsonNode written = field(Field.ID);
        boolean named = written.isTextual() || written.isNumber();
        this.id = named ? written.asText() : unnamed;
        this.place = place + (named ? " (id " + id + ")" : "");
    }

    /** Names the record in its source. */
    public String id() {
        return id;
    }

    /** File, line and id, for errors. */
    public String place() {
        return place;
    }

    /** The value of a field; a missing node where there is none. */
    public JsonNode field(Field field) {
        return names.find(fields, field);
    }

    /** Whether a field is there, neither null nor empty. */
    public boolean has(Field field) {
        return !field(field).isMissingNode();
    }

    /** The values of a field that may hold one or several; no values where it is absent. */
    List<JsonNode> values(Field field) {
        JsonNode value = field(field);
        List<JsonNode> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(values::add);
        } else if (!value.isMissingNode()) {
            values.add(value);
        }
        return values;
    }

    /** The words of a field; empty where it is absent. Of several texts, the first. */
    String words(Field field) {
        List<JsonNode> values = values(field);
        return values.isEmpty() ? "" : text(values.get(0), "'" + field.word() + "'").strip();
    }

    /** The text or number in a node. */
    String text(JsonNode node, String what) {
        if (!node.isValueNode() || node.isNull() || node.isBinary() || node.isPojo()) {
            throw bad("has " + what + " that is no text: " + shown(node));
        }
        return node.asText();
    }

    /** A number of the record, 0 where there is none. */
    public double number(Field field) {
        JsonNode value = field(field);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isNumber() || !(value.doubleValue() > 0)) {
            throw bad("has " + field.word() + " " + shown(value) + ", expected a number above 0");
        }
        return value.doubleValue();
    }

    /** A complaint about the record. */
    public ImagoException bad(String message) {
        return new ImagoException(ErrorCode.BAD_SAMPLE, place, message);
    }

    static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
