package dev.imago.plugins.tasks;

import dev.imago.api.data.Box;
import dev.imago.api.plugin.InvalidValueException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Boxes in words: by the names of places where there are any, else as {@code [left, top, right,
 * bottom]} in fractions, three digits each.
 */
final class SpokenBoxes {
    private static final String NUMBER = "\\s*(\\d*\\.?\\d+)\\s*";
    private static final Pattern BOX =
            Pattern.compile("\\[" + String.join(",", NUMBER, NUMBER, NUMBER, NUMBER) + "]");

    private final Map<String, Box> places = new LinkedHashMap<>();

    SpokenBoxes(Map<String, List<Double>> places) {
        places.forEach((name, c) -> this.places.put(name, box(c)));
    }

    /** Refuses places that are no boxes within an image. */
    static void check(Map<String, List<Double>> places) {
        places.forEach(
                (name, c) -> {
                    if (name.isBlank() || c.size() != 4 || !within(box(c))) {
                        throw new InvalidValueException(
                                "places",
                                "has "
                                        + name
                                        + ": "
                                        + c
                                        + ", expected a word with left, top, right and bottom, each"
                                        + " from 0 to 1");
                    }
                });
    }

    private static Box box(List<Double> c) {
        return c.size() == 4
                ? new Box(c.get(0), c.get(1), c.get(2), c.get(3))
                : new Box(0, 0, 0, 0);
    }

    private static boolean within(Box box) {
        return 0 <= box.left()
                && box.left() < box.right()
                && box.right() <= 1
                && 0 <= box.top()
                && box.top() < box.bottom()
                && box.bottom() <= 1;
    }

    /** The place that a box shares most with, or its numbers. */
    String say(Box box) {
        return places.entrySet().stream()
                .max(Comparator.comparingDouble(place -> overlap(place.getValue(), box)))
                .map(Map.Entry::getKey)
                .orElseGet(() -> numbers(box));
    }

    private static String numbers(Box box) {
        return String.format(
                Locale.ROOT,
                "[%.3f, %.3f, %.3f, %.3f]",
                box.left(),
                box.top(),
                box.right(),
                box.bottom());
    }

    /** The box that some words name: the place named first, or the first numbers that are one. */
    Optional<Box> read(String words) {
        String plain = words.toLowerCase(Locale.ROOT);
        Optional<Box> place =
                places.keySet().stream()
                        .filter(name -> at(plain, name) >= 0)
                        .min(Comparator.comparingInt(name -> at(plain, name)))
                        .map(places::get);
        return place.or(
                () ->
                        BOX.matcher(words)
                                .results()
                                .map(SpokenBoxes::box)
                                .filter(SpokenBoxes::within)
                                .findFirst());
    }

    private static int at(String plain, String name) {
        return plain.indexOf(name.toLowerCase(Locale.ROOT));
    }

    private static Box box(MatchResult numbers) {
        return new Box(
                Double.parseDouble(numbers.group(1)),
                Double.parseDouble(numbers.group(2)),
                Double.parseDouble(numbers.group(3)),
                Double.parseDouble(numbers.group(4)));
    }

    /** The shared part of what either covers. */
    private static double overlap(Box one, Box other) {
        double width = Math.min(one.right(), other.right()) - Math.max(one.left(), other.left());
        double height = Math.min(one.bottom(), other.bottom()) - Math.max(one.top(), other.top());
        double shared = Math.max(0, width) * Math.max(0, height);
        return shared / (area(one) + area(other) - shared);
    }

    private static double area(Box box) {
        return (box.right() - box.left()) * (box.bottom() - box.top());
    }
}
