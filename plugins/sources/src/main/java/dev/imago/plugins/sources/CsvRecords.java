package dev.imago.plugins.sources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.Records;
import dev.imago.plugins.sources.rows.CsvRow;
import dev.imago.plugins.sources.rows.RowFile;
import dev.imago.plugins.sources.rows.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** The rows of a CSV file, whose first row names the columns. */
final class CsvRecords implements Records {
    private final RowFile file;
    private final FieldNames names;
    private final List<String> header;

    CsvRecords(RowFile file, FieldNames names) {
        this.file = file;
        this.names = names;
        if (file.size() == 0) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.path().toString(),
                    "is empty, expected a first row with the names of columns");
        }
        this.header = values(0);
    }

    @Override
    public long size() {
        return file.size() - 1;
    }

    @Override
    public Record get(long index) {
        List<String> values = values(index + 1);
        if (values.size() != header.size()) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    file.place(index + 1),
                    "has "
                            + values.size()
                            + " values, expected "
                            + header.size()
                            + " as the first row has");
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            fields.put(header.get(i), values.get(i));
        }
        return new Record(fields, names, file.place(index + 1), unnamed(index));
    }

    @Override
    public String unnamed(long index) {
        return "line " + file.line(index + 1);
    }

    private List<String> values(long row) {
        byte[] bytes = file.read(row);
        OptionalInt bad = Utf8.firstBad(bytes);
        if (bad.isPresent()) {
            long line = file.line(row) + Utf8.linesBefore(bytes, bad.getAsInt());
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    file.path() + ":" + line,
                    "is not UTF-8: byte 0x%02x".formatted(bytes[bad.getAsInt()]));
        }
        return CsvRow.values(new String(bytes, StandardCharsets.UTF_8));
    }
}
