package dev.imago.plugins.sources.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Makes sure that a query only reads. */
final class Query {
    private Query() {}

    /**
     * The query without a semicolon at its end.
     *
     * @throws ImagoException INVALID_VALUE when it is not one SELECT, or not SQL
     */
    static String require(String query, Database database) {
        JsonNode parsed =
                database.with(
                        connection -> {
                            try (PreparedStatement statement =
                                    connection.prepareStatement(
                                            "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR")) {
                                statement.setString(1, query);
                                try (ResultSet result = statement.executeQuery()) {
                                    result.next();
                                    return Column.read(result.getString(1));
                                }
                            }
                        });
        if (parsed.path("error").asBoolean()) {
            String message = parsed.path("error_message").asText().lines().findFirst().orElse("");
            throw bad("can't be run, expected one SELECT: " + message);
        }
        if (parsed.path("statements").size() != 1) {
            throw bad(
                    "has " + parsed.path("statements").size() + " statements, expected one SELECT");
        }
        String text = query.strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private static ImagoException bad(String message) {
        return new ImagoException(ErrorCode.INVALID_VALUE, "query", message);
    }
}
