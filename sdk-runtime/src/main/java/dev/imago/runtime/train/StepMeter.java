package dev.imago.runtime.train;

import dev.imago.api.train.Tracker;
import dev.imago.runtime.progress.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells progress and trackers how training goes. */
final class StepMeter {
    private final String stage;
    private final String unit;
    private final Progress.Bar bar;
    private final List<Tracker> trackers;
    private final int every;
    private long windowStart = System.nanoTime();
    private long windowPositions;

    /**
     * @param unit what speeds count
     */
    StepMeter(String stage, String unit, Progress.Bar bar, List<Tracker> trackers, int every) {
        this.stage = stage;
        this.unit = unit;
        this.bar = bar;
        this.trackers = trackers;
        this.every = every;
    }

    /** Steps done, and the figures of the last one. */
    void step(
            long done,
            long positions,
            double loss,
            Map<String, Double> terms,
            double rate,
            double norm) {
        windowPositions += positions;
        if (done % every != 0) {
            return;
        }
        double seconds = (System.nanoTime() - windowStart) / 1e9;
        double speed = windowPositions / Math.max(seconds, 1e-9);
        windowStart = System.nanoTime();
        windowPositions = 0;
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        terms.forEach((term, value) -> figures.put("loss." + term, value));
        figures.put("learning_rate", rate);
        figures.put("gradient_norm", norm);
        figures.put(unit + "_per_second", speed);
        trackers.forEach(tracker -> tracker.log(stage, done, figures));
        String text = String.format(Locale.ROOT, "loss %.4f%s · %,.0f", loss, told(terms), speed);
        bar.at(done, text + (unit.equals("tokens") ? " tok/s" : " " + unit + "/s"));
    }

    private static String told(Map<String, Double> terms) {
        if (terms.size() < 2) {
            return "";
        }
        StringBuilder told = new StringBuilder(" (");
        terms.forEach(
                (term, value) ->
                        told.append(told.length() > 2 ? ", " : "")
                                .append(term)
                                .append(String.format(Locale.ROOT, " %.4f", value)));
        return told.append(')').toString();
    }
}
