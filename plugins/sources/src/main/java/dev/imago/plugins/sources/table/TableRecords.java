package dev.imago.plugins.sources.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** The rows of Parquet files, one file after the other. */
final class TableRecords implements Records {
    private final List<ParquetTable> tables;
    private final FieldNames names;
    private final String place;
    private final long size;

    /** Whoever asks for an id asks for the record next. */
    private final ThreadLocal<Read> last = new ThreadLocal<>();

    private record Read(long index, Record record) {}

    /**
     * @param place names the source, where that is not the files themselves; else empty
     */
    TableRecords(List<ParquetTable> tables, FieldNames names, String place) {
        this.tables = List.copyOf(tables);
        this.names = names;
        this.place = place;
        this.size = tables.stream().mapToLong(ParquetTable::rows).sum();
    }

    /** Opens files; some column must be one that records have. */
    static TableRecords open(List<Path> files, Database database, FieldNames names, String place) {
        List<ParquetTable> tables =
                files.stream().map(file -> ParquetTable.open(file, database, names.all())).toList();
        for (ParquetTable table : tables) {
            if (table.columns().isEmpty()) {
                throw new ImagoException(
                        ErrorCode.INVALID_VALUE,
                        place.isEmpty() ? table.file().toString() : place,
                        "has no column that a record has; name them by `columns`");
            }
        }
        return new TableRecords(tables, names, place);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Record get(long index) {
        Read read = last.get();
        if (read == null || read.index() != index) {
            read = new Read(index, read(index));
            last.set(read);
        }
        return read.record();
    }

    private Record read(long index) {
        long left = index;
        for (ParquetTable table : tables) {
            if (left < table.rows()) {
                return record(table, left, table.row(left));
            }
            left -= table.rows();
        }
        throw new IndexOutOfBoundsException(index + " of " + size);
    }

    @Override
    public String id(long index) {
        return get(index).id();
    }

    /** In one pass: single rows cost far more. */
    @Override
    public void select(Predicate<Record> fits, LongConsumer found) {
        long before = 0;
        for (ParquetTable table : tables) {
            long first = before;
            table.outlines(
                    (number, fields) -> {
                        if (keeps(fits, record(table, number, fields))) {
                            found.accept(first + number);
                        }
                    });
            before += table.rows();
        }
    }

    /** A broken record is told of when it is drawn, not passed over. */
    private static boolean keeps(Predicate<Record> fits, Record record) {
        try {
            return fits.test(record);
        } catch (ImagoException broken) {
            return true;
        }
    }

    private Record record(ParquetTable table, long row, ObjectNode fields) {
        String where = place.isEmpty() ? table.file().toString() : place;
        String id = (place.isEmpty() ? table.file().getFileName() + "#" : "row ") + row;
        return new Record(fields, names, where + ", row " + row, id);
    }
}
