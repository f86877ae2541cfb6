package dev.imago.plugins.tasks;

import dev.imago.api.plugin.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text file of phrasings: one a line, below the {@code [name]} of what they say where a file has
 * several kinds. Empty lines and lines that start with # are left out.
 */
public final class PhrasingFile {
    /** The name of lines above the first {@code [name]}. */
    static final String UNNAMED = "";

    private static final String KEY = "phrasings_file";

    private PhrasingFile() {}

    /** A resource of this plugin. */
    public static Map<String, List<String>> resource(String name) {
        try (InputStream in = PhrasingFile.class.getResourceAsStream(name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }

    /** A file of the user's. */
    public static Map<String, List<String>> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidValueException(KEY, "can't be read: " + e);
        }
    }

    /**
     * What a recipe says in place of a resource's sentences: as written, or from a file.
     *
     * @param written the key {@code phrasings}; may be empty
     * @param file the key {@code phrasings_file}; may be null
     * @param place what each has to fill
     * @return empty when the recipe says neither
     */
    static List<String> chosen(List<String> written, Path file, String place) {
        if (file == null) {
            Phrasings.check(written, place, true, new Phrasings.From("phrasings", null));
            return written;
        }
        if (!written.isEmpty()) {
            throw new InvalidValueException(KEY, "can't be given together with phrasings");
        }
        List<String> lines = read(file).getOrDefault(UNNAMED, List.of());
        if (lines.isEmpty()) {
            throw new InvalidValueException(KEY, "has no line in " + file);
        }
        Phrasings.check(lines, place, true, new Phrasings.From(KEY, file));
        return lines;
    }

    private static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        String section = UNNAMED;
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                sections.computeIfAbsent(section, name -> new ArrayList<>()).add(line);
            }
        }
        return sections;
    }
}
