package dev.imago.plugins.sources.rows;

import java.util.ArrayList;
import java.util.List;

/** One record of comma-separated values, as RFC 4180 has it. */
public final class CsvRow {
    private CsvRow() {}

    /** The values of a record; quotes around them are taken off. */
    public static List<String> values(String record) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (quoted) {
                boolean doubled =
                        c == '"' && i + 1 < record.length() && record.charAt(i + 1) == '"';
                if (c != '"' || doubled) {
                    value.append(c);
                    i += doubled ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                values.add(value.toString());
                value.setLength(0);
            } else if (c != '\r') {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
