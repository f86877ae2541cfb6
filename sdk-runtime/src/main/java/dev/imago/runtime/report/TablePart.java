package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import java.util.ArrayList;
import java.util.List;

/** A table; columns of numbers stand to the right. */
final class TablePart {
    private TablePart() {}

    static void render(Html html, ReportPart.Table table) {
        List<String> styles = styles(table);
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (int c = 0; c < table.columns().size(); c++) {
            html.element("th", table.columns().get(c), "class", styles.get(c));
        }
        html.close("tr").close("thead").open("tbody");
        for (List<String> row : table.rows()) {
            html.open("tr");
            for (int c = 0; c < row.size(); c++) {
                html.element("td", row.get(c), "class", c < styles.size() ? styles.get(c) : "");
            }
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
        note(html, table.note());
    }

    /** The paragraph about a part, if there is one. */
    static void note(Html html, String note) {
        if (note != null && !note.isBlank()) {
            html.element("p", note, "class", "note");
        }
    }

    private static List<String> styles(ReportPart.Table table) {
        List<String> styles = new ArrayList<>();
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            List<String> filled =
                    table.rows().stream()
                            .filter(row -> column < row.size())
                            .map(row -> row.get(column).strip())
                            .filter(
                                    cell ->
                                            !cell.isEmpty()
                                                    && !cell.equals("-")
                                                    && !cell.equals("–"))
                            .toList();
            boolean numeric = !filled.isEmpty() && filled.stream().allMatch(NumberText::isNumeric);
            styles.add(numeric ? "number" : "words");
        }
        return styles;
    }
}
