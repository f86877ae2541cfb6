package dev.imago.plugins.tasks.frames;

import dev.imago.api.plugin.InvalidValueException;
import dev.imago.plugins.tasks.PhrasingFile;
import dev.imago.plugins.tasks.Phrasings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What is said about frames, by section: that of a variant, or of what is told besides. */
final class FramePhrasings {
    private static final String INTERVAL = "{interval}";
    private static final String COUNT = "{count}";

    /** What the sentences of each section may fill. */
    private static final Map<String, String> PLACES =
            Map.ofEntries(
                    Map.entry("forward", INTERVAL),
                    Map.entry("backward", INTERVAL),
                    Map.entry("intervals", INTERVAL),
                    Map.entry("apart", INTERVAL),
                    Map.entry("next", COUNT),
                    Map.entry("reverse", COUNT),
                    Map.entry("gap", COUNT),
                    Map.entry("alternating", ""),
                    Map.entry("split", ""),
                    Map.entry("order", ""),
                    Map.entry("hole", ""),
                    Map.entry("label", "{number}"),
                    Map.entry("described", "{description}"));

    private final Map<String, List<String>> sections;

    /**
     * @param chosen sections of the recipe; the others are as in the resource
     * @param added whether they come after those of the resource; an empty one says nothing still
     */
    FramePhrasings(Map<String, List<String>> chosen, boolean added) {
        sections = new LinkedHashMap<>(PhrasingFile.resource("predict_frames.txt"));
        chosen.forEach(
                (section, sentences) -> {
                    List<String> all = new ArrayList<>();
                    if (added && !sentences.isEmpty()) {
                        all.addAll(sections.getOrDefault(section, List.of()));
                    }
                    all.addAll(sentences);
                    sections.put(section, all);
                });
    }

    /** The sections that a recipe writes, or names by a file; checked. */
    static Map<String, List<String>> chosen(Map<String, List<String>> written, Path file) {
        if (file == null) {
            check(written, new Phrasings.From("phrasings", null));
            return written;
        }
        if (!written.isEmpty()) {
            throw new InvalidValueException(
                    "phrasings_file", "can't be given together with phrasings");
        }
        Map<String, List<String>> read = PhrasingFile.read(file);
        check(read, new Phrasings.From("phrasings_file", file));
        return read;
    }

    private static void check(Map<String, List<String>> sections, Phrasings.From from) {
        List<String> known = List.copyOf(new TreeSet<>(PLACES.keySet()));
        sections.forEach(
                (section, sentences) -> {
                    String place = PLACES.get(section);
                    if (place == null) {
                        throw new InvalidValueException(
                                from.key(),
                                "has a section '"
                                        + section
                                        + "', expected one of "
                                        + String.join(", ", known),
                                known,
                                section);
                    }
                    Phrasings.check(sentences, place, section.equals("described"), from);
                });
    }

    /** The first sentence of each section. */
    FrameWords plain(String description) {
        return new FrameWords(description, (what, fill) -> say(what, p -> p.plain(fill)));
    }

    /** Any sentence of a section. */
    FrameWords any(String description, RandomGenerator random) {
        return new FrameWords(description, (what, fill) -> say(what, p -> p.any(random, fill)));
    }

    private String say(String what, Function<Phrasings, String> chosen) {
        List<String> sentences = sections.getOrDefault(what, List.of());
        return sentences.isEmpty() ? "" : chosen.apply(new Phrasings(sentences, PLACES.get(what)));
    }
}
