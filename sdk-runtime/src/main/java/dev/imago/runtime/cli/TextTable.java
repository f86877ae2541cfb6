package dev.imago.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: columns as wide as their widest cell, two blanks between them. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean headed;

    /** A table, with a heading if any is given. */
    TextTable(String... heading) {
        headed = heading.length > 0;
        if (headed) {
            rows.add(List.of(heading));
        }
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Whether there is nothing but the heading. */
    boolean isEmpty() {
        return rows.size() == (headed ? 1 : 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                line.append(row.get(c));
                line.append(" ".repeat(width(c) - row.get(c).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
