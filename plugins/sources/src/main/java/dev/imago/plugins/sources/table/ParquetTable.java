package dev.imago.plugins.sources.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One Parquet file, of which single rows are read: only the row group that has one is looked at.
 */
final class ParquetTable {
    private final Path file;
    private final Database database;
    private final List<Column> columns;
    private final long rows;

    private ParquetTable(Path file, Database database, List<Column> columns, long rows) {
        this.file = file;
        this.database = database;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Reads the file's footer.
     *
     * @param wanted names of columns to read; others are left where they are
     */
    static ParquetTable open(Path file, Database database, Set<String> wanted) {
        return database.with(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        List<Column> columns = new ArrayList<>();
                        String from = "read_parquet(" + Database.literal(file.toString()) + ")";
                        try (ResultSet all = statement.executeQuery("DESCRIBE FROM " + from)) {
                            while (all.next()) {
                                Column column = new Column(all.getString(1), all.getString(2));
                                if (wanted.contains(column.name())) {
                                    columns.add(column);
                                }
                            }
                        }
                        try (ResultSet count =
                                statement.executeQuery("SELECT count(*) FROM " + from)) {
                            count.next();
                            return new ParquetTable(file, database, columns, count.getLong(1));
                        }
                    }
                });
    }

    Path file() {
        return file;
    }

    long rows() {
        return rows;
    }

    List<Column> columns() {
        return columns;
    }

    /** A row with all its bytes. */
    ObjectNode row(long number) {
        return database.with(
                connection -> {
                    macro(connection);
                    String sql = select(Column::value) + " WHERE file_row_number = ?";
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        statement.setLong(1, number);
                        try (ResultSet result = statement.executeQuery()) {
                            if (!result.next()) {
                                throw new SQLException("row " + number + " is not there any more");
                            }
                            return fields(result);
                        }
                    }
                });
    }

    /** Is given rows in order. */
    @FunctionalInterface
    interface Rows {
        void row(long number, ObjectNode fields);
    }

    /** Goes over all rows without reading their bytes. */
    void outlines(Rows rows) {
        database.with(
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet result =
                                    statement.executeQuery(
                                            select(Column::outline)
                                                    + " ORDER BY file_row_number")) {
                        long number = 0;
                        while (result.next()) {
                            rows.row(number++, fields(result));
                        }
                        return null;
                    }
                });
    }

    private static void macro(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Column.macro());
        }
    }

    private String select(Function<Column, String> expression) {
        String values =
                columns.isEmpty()
                        ? "NULL"
                        : columns.stream().map(expression).collect(Collectors.joining(", "));
        return "SELECT "
                + values
                + " FROM read_parquet("
                + Database.literal(file.toString())
                + ", file_row_number = true)";
    }

    private ObjectNode fields(ResultSet result) throws SQLException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            fields.set(columns.get(i).name(), Column.read(result.getString(i + 1)));
        }
        return fields;
    }
}
