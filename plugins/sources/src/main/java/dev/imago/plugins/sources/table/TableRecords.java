package dev.imago.plugins.sources.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/** The rows of Parquet files, one file after the other. */
final class TableRecords implements Records {
    private final List<ParquetTable> tables;
    private final FieldNames names;
    private final String place;
    private final long size;

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
        return at(index, (table, row) -> record(table, row, table.row(row)));
    }

    @Override
    public String unnamed(long index) {
        return at(index, this::unnamed);
    }

    private <T> T at(long index, BiFunction<ParquetTable, Long, T> use) {
        long left = Objects.checkIndex(index, size);
        for (ParquetTable table : tables) {
            if (left < table.rows()) {
                return use.apply(table, left);
            }
            left -= table.rows();
        }
        throw new IllegalStateException("sizes changed: " + index + " of " + size);
    }

    private String unnamed(ParquetTable table, long row) {
        return (place.isEmpty() ? table.file().getFileName() + "#" : "row ") + row;
    }

    /** In one pass: single rows cost far more. */
    @Override
    public void sift(ToLongFunction<Record> lacks, Sifted told) {
        long before = 0;
        for (ParquetTable table : tables) {
            long first = before;
            table.outlines(
                    (number, fields) ->
                            told.record(
                                    first + number,
                                    lacks.applyAsLong(record(table, number, fields))));
            before += table.rows();
        }
    }

    private Record record(ParquetTable table, long row, ObjectNode fields) {
        String where = place.isEmpty() ? table.file().toString() : place;
        String id = (place.isEmpty() ? table.file().getFileName() + "#" : "row ") + row;
        return new Record(fields, names, where + ", row " + row, id);
    }
}
