package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines over a common axis, with a legend where there are several. */
final class ChartPart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;

    private ChartPart() {}

    static void render(Html html, ReportPart.Chart chart) {
        Map<String, Series> lines = new LinkedHashMap<>();
        chart.series()
                .forEach(
                        (name, points) -> {
                            Series series = Series.of(points);
                            if (!series.points().isEmpty()) {
                                lines.put(name, series);
                            }
                        });
        if (lines.isEmpty()) {
            html.element("p", "No points.", "class", "note");
            return;
        }
        html.open("figure", "class", "chart");
        html.element("figcaption", chart.y(), "class", "axis-title");
        new ChartSvg(WIDTH, HEIGHT).draw(html, chart.title(), chart.x(), lines);
        if (lines.size() > 1) {
            legend(html, lines);
        }
        html.close("figure");
    }

    private static void legend(Html html, Map<String, Series> lines) {
        html.open("p", "class", "legend");
        int colour = 0;
        for (String name : lines.keySet()) {
            html.element("span", name, "class", "key k" + colour++ % ChartSvg.COLOURS);
        }
        html.close("p");
    }
}
