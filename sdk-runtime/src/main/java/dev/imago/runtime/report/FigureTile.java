package dev.imago.runtime.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A figure with those to compare it with: {@code questions.count.chance} stands beside {@code
 * questions.count}, and {@code drawings.real.layout} beside {@code drawings.layout}.
 *
 * @param name as the stage gave it
 * @param value of it
 * @param beside others by the one word that their names have more
 * @param further whether it tells more about another, but of no tile's beside
 */
record FigureTile(String name, double value, Map<String, Double> beside, boolean further) {
    /** A stage's figures as tiles, in their order. */
    static List<FigureTile> of(Map<String, Double> figures) {
        Map<String, FigureTile> tiles = new LinkedHashMap<>();
        Map<String, Double> others = new LinkedHashMap<>();
        figures.forEach(
                (name, value) -> {
                    if (shorter(name).stream().anyMatch(figures::containsKey)) {
                        others.put(name, value);
                    } else {
                        tiles.put(name, new FigureTile(name, value, new LinkedHashMap<>(), false));
                    }
                });
        others.forEach((name, value) -> place(name, value, tiles));
        return List.copyOf(tiles.values());
    }

    private static void place(String name, double value, Map<String, FigureTile> tiles) {
        List<String> words = Arrays.asList(name.split("\\."));
        List<String> shorter = shorter(name);
        for (int w = words.size() - 1; w >= 0; w--) {
            FigureTile tile = tiles.get(shorter.get(w));
            if (tile != null && !tile.further()) {
                tile.beside().put(words.get(w), value);
                return;
            }
        }
        tiles.put(name, new FigureTile(name, value, new LinkedHashMap<>(), true));
    }

    /** The name without each of its words in turn; none for a name of one word. */
    private static List<String> shorter(String name) {
        List<String> words = Arrays.asList(name.split("\\."));
        List<String> shorter = new ArrayList<>();
        for (int w = 0; w < words.size() && words.size() > 1; w++) {
            List<String> rest = new ArrayList<>(words);
            rest.remove(w);
            shorter.add(String.join(".", rest));
        }
        return shorter;
    }

    /** A figure of this tile; shares of 1 all have the same digits. */
    String text(double figure) {
        List<Double> all = new ArrayList<>(beside.values());
        all.add(value);
        boolean shares =
                all.stream().allMatch(one -> Math.abs(one) <= 1)
                        && all.stream().anyMatch(one -> one != Math.rint(one));
        return shares ? NumberText.share(figure) : NumberText.figure(figure);
    }

    /** The part of the name before its first dot; empty when there is none. */
    String group() {
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
    }

    /** The name without its group. */
    String shortName() {
        return words(name.substring(name.indexOf('.') + 1));
    }

    /** A name as words. */
    static String words(String name) {
        return name.replace('_', ' ').replace(".", ", ");
    }
}
