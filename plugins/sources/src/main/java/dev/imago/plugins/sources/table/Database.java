package dev.imago.plugins.sources.table;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * DuckDB in memory, which may read and write in some folders and reach nothing else. Its native
 * library loads with the first of these; connections are closed when nothing holds this any more.
 * Thread-safe.
 */
final class Database {
    private static final String ADDRESS = "jdbc:duckdb:";
    private static final String MEMORY = "512MB";
    private static final int MOST_IDLE = 8;
    private static final Cleaner CLEANER = Cleaner.create();

    private final String address = ADDRESS + ":memory:imago-" + UUID.randomUUID();
    private final String place;
    private final Driver driver;
    private final Idle idle = new Idle();

    private Database(String place, Driver driver) {
        this.place = place;
        this.driver = driver;
        CLEANER.register(this, idle::close);
    }

    /**
     * @param place names the source in errors
     * @param folders that may be read and written
     */
    static Database open(String place, Collection<Path> folders) {
        Database database = new Database(place, driver(place));
        String allowed =
                folders.stream()
                        .map(folder -> literal(folder.toAbsolutePath().normalize() + "/"))
                        .distinct()
                        .collect(Collectors.joining(", ", "[", "]"));
        database.with(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SET autoinstall_known_extensions = false");
                        statement.execute("SET autoload_known_extensions = false");
                        statement.execute("SET memory_limit = '" + MEMORY + "'");
                        statement.execute("SET allowed_directories = " + allowed);
                        statement.execute("SET enable_external_access = false");
                        statement.execute("SET lock_configuration = true");
                        return null;
                    }
                });
        return database;
    }

    private static Driver driver(String place) {
        try {
            for (Driver driver :
                    ServiceLoader.load(Driver.class, Database.class.getClassLoader())) {
                if (driver.acceptsURL(ADDRESS)) {
                    return driver;
                }
            }
        } catch (SQLException e) {
            throw new ImagoException(
                    ErrorCode.PLUGIN_FAILED, place, "can't open DuckDB: " + e.getMessage(), e);
        }
        throw new ImagoException(
                ErrorCode.PLUGIN_FAILED,
                place,
                "is read by DuckDB, which is not on the class path; add org.duckdb:duckdb_jdbc");
    }

    /** Does something with a connection of its own. */
    @FunctionalInterface
    interface Use<T> {
        /**
         * @throws SQLException when DuckDB refuses
         */
        T apply(Connection connection) throws SQLException;
    }

    /** Lends a connection; what DuckDB refuses is told as a damaged file. */
    <T> T with(Use<T> use) {
        try {
            Connection connection = idle.take();
            if (connection == null) {
                connection = driver.connect(address, new Properties());
            }
            try {
                return use.apply(connection);
            } finally {
                idle.give(connection);
            }
        } catch (SQLException e) {
            throw new ImagoException(ErrorCode.CORRUPT_FILE, place, "can't be read: " + told(e), e);
        }
    }

    /** What DuckDB says, without the advice that follows. */
    static String told(SQLException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .limit(2)
                .map(String::strip)
                .collect(Collectors.joining("; "));
    }

    /** A text in SQL. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A name in SQL. */
    static String name(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    /** Open connections that nobody uses. */
    private static final class Idle {
        private final Deque<Connection> connections = new ArrayDeque<>();
        private boolean closed;

        synchronized Connection take() {
            return connections.pollLast();
        }

        synchronized void give(Connection connection) throws SQLException {
            if (closed || connections.size() == MOST_IDLE) {
                connection.close();
            } else {
                connections.addLast(connection);
            }
        }

        synchronized void close() {
            closed = true;
            for (Connection connection : connections) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw new IllegalStateException("can't close DuckDB", e);
                }
            }
            connections.clear();
        }
    }
}
