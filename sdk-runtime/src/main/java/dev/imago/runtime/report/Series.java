package dev.imago.runtime.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The points of one line, thinned to what a chart can show: each point is the mean of some
 * neighbours, with the least and the most of them.
 *
 * @param points in the order of x; never empty
 */
record Series(List<Point> points) {
    private static final int MOST = 160;

    /** Some neighbours as one. */
    record Point(double x, double mean, double least, double most) {}

    /** Thins {@code [x, y]}; points that are no numbers are left out. */
    static Series of(List<double[]> points) {
        List<double[]> finite =
                points.stream()
                        .filter(p -> Double.isFinite(p[0]) && Double.isFinite(p[1]))
                        .sorted(Comparator.comparingDouble(p -> p[0]))
                        .toList();
        int buckets = Math.min(MOST, finite.size());
        List<Point> thinned = new ArrayList<>();
        for (int b = 0; b < buckets; b++) {
            int from = (int) ((long) finite.size() * b / buckets);
            int to = (int) ((long) finite.size() * (b + 1) / buckets);
            thinned.add(point(finite.subList(from, to)));
        }
        return new Series(thinned);
    }

    private static Point point(List<double[]> neighbours) {
        double x = neighbours.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        var y = neighbours.stream().mapToDouble(p -> p[1]).summaryStatistics();
        return new Point(x, y.getAverage(), y.getMin(), y.getMax());
    }

    /** Whether points stand for several, so that a band says more than the line. */
    boolean banded() {
        return points.stream().anyMatch(p -> p.most() > p.least());
    }

    double leastX() {
        return points.get(0).x();
    }

    double mostX() {
        return points.get(points.size() - 1).x();
    }

    double leastY() {
        return points.stream().mapToDouble(Point::least).min().orElseThrow();
    }

    double mostY() {
        return points.stream().mapToDouble(Point::most).max().orElseThrow();
    }
}
