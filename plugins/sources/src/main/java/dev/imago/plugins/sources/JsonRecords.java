package dev.imago.plugins.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.Records;
import dev.imago.plugins.sources.rows.RowFile;
import dev.imago.plugins.sources.rows.Utf8;
import java.io.IOException;
import java.util.OptionalInt;

/** The rows of a JSON file. Every complaint names file and line. */
final class JsonRecords implements Records {
    private final JsonMapper json =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final RowFile file;
    private final FieldNames names;

    JsonRecords(RowFile file, FieldNames names) {
        this.file = file;
        this.names = names;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public Record get(long index) {
        return new Record(tree(index), names, file.place(index), unnamed(index));
    }

    @Override
    public String unnamed(long row) {
        return "line " + file.line(row);
    }

    private ObjectNode tree(long row) {
        byte[] bytes = file.read(row);
        try {
            JsonNode tree = json.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw broken(row, bytes, e);
        }
        throw new ImagoException(
                ErrorCode.BAD_SAMPLE, file.place(row), "is no JSON object, expected a row");
    }

    private ImagoException broken(long row, byte[] bytes, IOException e) {
        OptionalInt bad = Utf8.firstBad(bytes);
        if (bad.isPresent()) {
            long line = file.line(row) + Utf8.linesBefore(bytes, bad.getAsInt());
            String message =
                    "is not UTF-8: byte 0x%02x after '%s'"
                            .formatted(bytes[bad.getAsInt()], Utf8.before(bytes, bad.getAsInt()));
            return new ImagoException(ErrorCode.BAD_SAMPLE, file.path() + ":" + line, message, e);
        }
        boolean last = row == file.size() - 1 && file.endsWith(row);
        String what = last ? "is cut off: the file ends within this row, " : "";
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new ImagoException(
                ErrorCode.BAD_SAMPLE, file.place(row), what + "is not JSON (" + message + ")", e);
    }
}
