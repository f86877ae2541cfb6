package dev.imago.runtime.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How training went: a small chart for each figure of each stage. */
final class CurvesSection {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 200;

    private CurvesSection() {}

    static void render(Html html, Path metrics) {
        Map<String, Map<String, List<double[]>>> stages = MetricLines.read(metrics).byStage();
        html.open("section", "id", "curves").element("h2", "Training curves");
        if (stages.isEmpty()) {
            html.element("p", "No stage of this run has logged steps.", "class", "note");
        }
        stages.forEach((stage, figures) -> stage(html, stage, figures));
        if (!stages.isEmpty()) {
            html.element(
                    "p",
                    "The figure beside a name is its mean over the last twentieth of the steps."
                            + " Where a line stands for many steps, it is their mean, and the band"
                            + " around it spans the least and the most.",
                    "class",
                    "note");
        }
        html.close("section");
    }

    private static void stage(Html html, String stage, Map<String, List<double[]>> figures) {
        html.element("h3", stage).open("div", "class", "small-charts");
        figures.forEach(
                (figure, points) -> {
                    Series series = Series.of(points);
                    if (!series.points().isEmpty() && !repeats(figure, figures)) {
                        html.open("figure", "class", "chart").open("figcaption");
                        html.text(name(figure) + " ");
                        html.element("b", NumberText.figure(last(points))).close("figcaption");
                        new ChartSvg(WIDTH, HEIGHT)
                                .draw(html, stage + ": " + figure, "step", Map.of(figure, series));
                        html.close("figure");
                    }
                });
        html.close("div");
    }

    /** A loss of one term is told once. */
    private static boolean repeats(String figure, Map<String, List<double[]>> figures) {
        return figure.startsWith("loss.")
                && figures.keySet().stream().filter(f -> f.startsWith("loss.")).count() == 1;
    }

    private static String name(String figure) {
        return figure.startsWith("loss.")
                ? figure.substring("loss.".length()).replace('_', ' ') + " loss"
                : figure.replace('_', ' ');
    }

    private static double last(List<double[]> points) {
        int tail = Math.max(1, points.size() / 20);
        return points.subList(points.size() - tail, points.size()).stream()
                .mapToDouble(point -> point[1])
                .average()
                .orElseThrow();
    }
}
