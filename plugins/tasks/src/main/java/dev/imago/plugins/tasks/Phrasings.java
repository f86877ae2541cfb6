package dev.imago.plugins.tasks;

import dev.imago.api.plugin.InvalidValueException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Ways to say one thing, each a sentence with at most one kind of place to fill. The first is the
 * plain one, which requests and evaluation use.
 */
public final class Phrasings {
    /** What is to be drawn. */
    static final String CAPTION = "{caption}";

    /** What is to be changed. */
    static final String INSTRUCTION = "{instruction}";

    /** What is asked. */
    static final String QUESTION = "{question}";

    private static final Pattern PLACE = Pattern.compile("\\{\\w*}");

    private final List<String> sentences;
    private final String place;

    /**
     * @param sentences at least one
     * @param place what they have to fill; empty for nothing
     */
    public Phrasings(List<String> sentences, String place) {
        this.sentences = List.copyOf(sentences);
        this.place = place;
    }

    /**
     * Refuses sentences that have another place to fill, or lack their own.
     *
     * @param required whether the place must be there
     * @param from the key of the recipe, and the file that it names or null
     */
    public static void check(List<String> sentences, String place, boolean required, From from) {
        for (String sentence : sentences) {
            String rest = place.isEmpty() ? sentence : sentence.replace(place, "");
            if (required && rest.equals(sentence)) {
                throw from.wrong(sentence, place + " in it");
            }
            if (PLACE.matcher(rest).find()) {
                throw from.wrong(sentence, place.isEmpty() ? "no place" : place + " alone");
            }
        }
    }

    /**
     * Where sentences are written.
     *
     * @param key of the recipe
     * @param file that it names; null where they are in the recipe
     */
    public record From(String key, Path file) {
        private InvalidValueException wrong(String sentence, String expected) {
            String where = file == null ? "" : " in " + file;
            return new InvalidValueException(
                    key, "has '" + sentence + "'" + where + ", expected " + expected);
        }
    }

    /** One of them, filled with words. */
    public String any(RandomGenerator random, String words) {
        return fill(sentences.get(random.nextInt(sentences.size())), words);
    }

    /** The first, filled with words. */
    public String plain(String words) {
        return fill(sentences.get(0), words);
    }

    /** The plain phrasing, unless the words are one of the phrasings already. */
    String plainUnlessPhrased(String words) {
        return sentences.stream().anyMatch(sentence -> matches(sentence, words))
                ? words
                : plain(words);
    }

    private boolean matches(String sentence, String words) {
        String given = words.strip().toLowerCase(Locale.ROOT);
        String pattern = sentence.toLowerCase(Locale.ROOT);
        int at = pattern.indexOf(place);
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + place.length());
        return !(before + after).isBlank()
                && given.length() > before.length() + after.length()
                && given.startsWith(before)
                && given.endsWith(after);
    }

    private String fill(String sentence, String words) {
        return place.isEmpty() ? sentence : sentence.replace(place, words);
    }
}
