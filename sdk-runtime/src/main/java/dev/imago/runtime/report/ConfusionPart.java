package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Which thing was taken for which, as a table whose cells are the darker the larger their share of
 * the row is.
 */
final class ConfusionPart {
    private ConfusionPart() {}

    static void render(Html html, ReportPart.Confusion confusion) {
        int size = confusion.labels().size();
        html.open("div", "class", "scroll").open("table", "class", "confusion");
        html.open("thead").open("tr");
        html.open("th").text("true ↓ answered →").close("th");
        for (String label : confusion.labels()) {
            html.open("th", "class", "across").element("span", label).close("th");
        }
        html.element("th", "right", "class", "number").close("tr").close("thead").open("tbody");
        long right = 0;
        long all = 0;
        for (int r = 0; r < size; r++) {
            long[] row = confusion.counts()[r];
            long total = LongStream.of(row).sum();
            row(html, confusion, r, total);
            right += row[r];
            all += total;
        }
        html.close("tbody").close("table").close("div");
        TablePart.note(
                html,
                String.format(
                        Locale.ROOT, "%,d of %,d right (%s).", right, all, percent(right, all)));
    }

    private static void row(Html html, ReportPart.Confusion confusion, int r, long total) {
        long[] row = confusion.counts()[r];
        html.open("tr").element("th", confusion.labels().get(r), "scope", "row");
        for (int c = 0; c < row.length; c++) {
            double share = total == 0 ? 0 : (double) row[c] / total;
            String style = r == c ? "hit" : "miss";
            html.element(
                    "td",
                    row[c] == 0 ? "·" : Long.toString(row[c]),
                    "class",
                    style,
                    "style",
                    String.format(Locale.ROOT, "--weight:%.3f", Math.pow(share, 0.6)),
                    "title",
                    confusion.labels().get(r)
                            + " taken for "
                            + confusion.labels().get(c)
                            + ": "
                            + percent(row[c], total));
        }
        html.element("td", percent(row[r], total), "class", "number").close("tr");
    }

    private static String percent(long part, long all) {
        return all == 0 ? "–" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
    }
}
