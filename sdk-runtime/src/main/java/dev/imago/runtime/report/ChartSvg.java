package dev.imago.runtime.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Draws lines over an axis as inline SVG. Colours come from the style sheet. */
final class ChartSvg {
    private static final int LEFT = 52;
    private static final int RIGHT = 14;
    private static final int TOP = 10;
    private static final int BOTTOM = 34;
    private static final int FEW_POINTS = 40;

    /** How many colours the style sheet has. */
    static final int COLOURS = 6;

    private final int width;
    private final int height;

    ChartSvg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * @param title read out instead of the picture
     * @param xLabel under the x axis
     * @param lines by name, none empty
     */
    void draw(Html html, String title, String xLabel, Map<String, Series> lines) {
        Axis x =
                Axis.tight(
                        lines.values().stream().mapToDouble(Series::leastX).min().orElseThrow(),
                        lines.values().stream().mapToDouble(Series::mostX).max().orElseThrow(),
                        width / 90);
        Axis y =
                Axis.of(
                        lines.values().stream().mapToDouble(Series::leastY).min().orElseThrow(),
                        lines.values().stream().mapToDouble(Series::mostY).max().orElseThrow(),
                        height / 45);
        html.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "role",
                "img",
                "aria-label",
                title);
        grid(html, x, y);
        html.element(
                "text",
                xLabel,
                "class",
                "axis",
                "x",
                at(width - RIGHT),
                "y",
                at(height - 4),
                "text-anchor",
                "end");
        int colour = 0;
        for (Map.Entry<String, Series> line : lines.entrySet()) {
            String style = "c" + colour++ % COLOURS;
            html.open("g", "class", style).element("title", line.getKey());
            line(html, line.getValue(), x, y);
            html.close("g");
        }
        html.close("svg");
    }

    private void grid(Html html, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            String at = at(py(y, tick));
            html.open(
                            "line",
                            "class",
                            tick == 0 ? "zero" : "grid",
                            "x1",
                            at(LEFT),
                            "x2",
                            at(width - RIGHT),
                            "y1",
                            at,
                            "y2",
                            at)
                    .close("line");
            html.element(
                    "text",
                    NumberText.tick(tick, y.step()),
                    "class",
                    "tick",
                    "x",
                    at(LEFT - 6),
                    "y",
                    at(py(y, tick) + 4),
                    "text-anchor",
                    "end");
        }
        for (double tick : x.ticks()) {
            html.element(
                    "text",
                    NumberText.tick(tick, x.step()),
                    "class",
                    "tick",
                    "x",
                    at(px(x, tick)),
                    "y",
                    at(height - BOTTOM + 16),
                    "text-anchor",
                    "middle");
        }
    }

    private void line(Html html, Series series, Axis x, Axis y) {
        if (series.banded()) {
            html.open("path", "class", "band", "d", band(series, x, y)).close("path");
        }
        html.open(
                        "path",
                        "class",
                        "line",
                        "d",
                        "M" + path(series.points(), x, y, Series.Point::mean))
                .close("path");
        if (series.points().size() <= FEW_POINTS) {
            for (Series.Point point : series.points()) {
                html.open(
                                "circle",
                                "cx",
                                at(px(x, point.x())),
                                "cy",
                                at(py(y, point.mean())),
                                "r",
                                "2.6")
                        .element(
                                "title",
                                NumberText.figure(point.mean())
                                        + " at "
                                        + NumberText.figure(point.x()))
                        .close("circle");
            }
        }
    }

    private String band(Series series, Axis x, Axis y) {
        List<Series.Point> points = series.points();
        List<Series.Point> back = new java.util.ArrayList<>(points);
        java.util.Collections.reverse(back);
        return "M"
                + path(points, x, y, Series.Point::most)
                + "L"
                + path(back, x, y, Series.Point::least)
                + "Z";
    }

    private String path(
            List<Series.Point> points, Axis x, Axis y, ToDoubleFunction<Series.Point> value) {
        return points.stream()
                .map(p -> at(px(x, p.x())) + " " + at(py(y, value.applyAsDouble(p))))
                .collect(Collectors.joining("L"));
    }

    private double px(Axis axis, double value) {
        return LEFT + axis.share(value) * (width - LEFT - RIGHT);
    }

    private double py(Axis axis, double value) {
        return height - BOTTOM - axis.share(value) * (height - TOP - BOTTOM);
    }

    private static String at(double position) {
        return String.format(Locale.ROOT, "%.1f", position);
    }
}
