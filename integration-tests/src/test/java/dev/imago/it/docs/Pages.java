package dev.imago.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's pages. */
public final class Pages {
    /** The root of the project. */
    static final Path ROOT = Path.of("..");

    private Pages() {}

    /** A page below docs, with its lines joined by blanks. */
    public static String oneLine(String name) {
        return text(ROOT.resolve("docs").resolve(name)).replaceAll("\\s+", " ");
    }

    /** All pages: those below docs, and those at the root. */
    static List<Path> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(docs, root)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("pages below " + ROOT, e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("page " + file, e);
        }
    }
}
