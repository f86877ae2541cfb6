package dev.imago.plugins.sources.table;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.files.WholeFile;
import dev.imago.plugins.sources.index.IndexStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;

/**
 * Keeps what CSV files and queries give as Parquet files, of which single rows can be read. Made
 * once, written whole and then renamed.
 */
final class TableCopies {
    /** Small groups: a row is read with the others of its group. */
    private static final int ROWS_OF_A_GROUP = 2048;

    private final Path folder;

    /**
     * @param folder is made when needed
     */
    TableCopies(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be made: " + e.getMessage(), e);
        }
    }

    /**
     * The copy of a query's rows.
     *
     * @param query one SELECT
     * @param state changes when the rows do
     */
    Path of(String query, String state, Database database) {
        Path copy = folder().resolve(IndexStore.hash(query + "\n" + state) + ".parquet");
        if (Files.exists(copy)) {
            return copy;
        }
        try {
            WholeFile.write(copy, unfinished -> write(query, unfinished, database));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, copy.toString(), "can't be written: " + e.getMessage(), e);
        }
        return copy;
    }

    private static void write(String query, Path file, Database database) {
        database.with(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute(
                                "COPY ("
                                        + query
                                        + ") TO "
                                        + Database.literal(file.toString())
                                        + " (FORMAT parquet, ROW_GROUP_SIZE "
                                        + ROWS_OF_A_GROUP
                                        + ")");
                    }
                });
    }
}
