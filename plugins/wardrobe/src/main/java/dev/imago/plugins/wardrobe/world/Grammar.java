package dev.imago.plugins.wardrobe.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The phrases of {@code grammar.txt}. */
public final class Grammar {
    private static final String RESOURCE = "/dev/imago/plugins/wardrobe/grammar.txt";

    private final Map<String, String> phrases = new LinkedHashMap<>();

    /** Reads the resource. */
    public Grammar() {
        try (InputStream in = Grammar.class.getResourceAsStream(RESOURCE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + RESOURCE, e);
        }
    }

    private void add(String line) {
        if (!line.isBlank() && !line.startsWith("#")) {
            int at = line.indexOf('=');
            phrases.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
        }
    }

    /**
     * A phrase with its braces filled in.
     *
     * @param name of the phrase
     * @param fillings name of a brace, its word, name of the next...
     */
    public String say(String name, Object... fillings) {
        String words = phrases.get(name);
        if (words == null) {
            throw new IllegalArgumentException("no phrase '" + name + "' in " + RESOURCE);
        }
        for (int i = 0; i < fillings.length; i += 2) {
            words = words.replace("{" + fillings[i] + "}", fillings[i + 1].toString());
        }
        return words;
    }

    /** All phrases, braces unfilled, in the order of the resource. */
    public Collection<String> phrases() {
        return phrases.values();
    }
}
