package dev.imago.plugins.tasks;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Ways to say one thing, each a sentence with a place to fill. The first is the plain one, which
 * requests and evaluation use.
 */
final class Phrasings {
    /** The place to fill. */
    static final String CAPTION = "{caption}";

    private final List<String> sentences;

    private Phrasings(List<String> sentences) {
        this.sentences = sentences;
    }

    static Phrasings of(List<String> sentences) {
        return new Phrasings(List.copyOf(sentences));
    }

    /** One sentence a line; empty lines and lines that start with # are left out. */
    static Phrasings file(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    /** A text resource beside this class. */
    static Phrasings resource(String name) {
        try (InputStream in = Phrasings.class.getResourceAsStream(name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }

    private static Phrasings parse(String text, String place) {
        List<String> lines =
                text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
        if (lines.isEmpty() || !lines.stream().allMatch(line -> line.contains(CAPTION))) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    place,
                    "has "
                            + (lines.isEmpty() ? "no line" : "a line without {caption}")
                            + ", expected one phrasing with {caption} a line");
        }
        return new Phrasings(lines);
    }

    String any(RandomGenerator random, String words) {
        return fill(sentences.get(random.nextInt(sentences.size())), words);
    }

    String plain(String words) {
        return fill(sentences.get(0), words);
    }

    /** The plain phrasing, unless the words are one of the phrasings already. */
    String plainUnlessPhrased(String words) {
        return sentences.stream().anyMatch(sentence -> matches(sentence, words))
                ? words
                : plain(words);
    }

    private static boolean matches(String sentence, String words) {
        String given = words.strip().toLowerCase(Locale.ROOT);
        String pattern = sentence.toLowerCase(Locale.ROOT);
        int at = pattern.indexOf(CAPTION);
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + CAPTION.length());
        return !(before + after).isBlank()
                && given.length() > before.length() + after.length()
                && given.startsWith(before)
                && given.endsWith(after);
    }

    private static String fill(String sentence, String words) {
        return sentence.replace(CAPTION, words);
    }
}
