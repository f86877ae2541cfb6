package dev.imago.plugins.sources.files;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of a folder by a pattern: {@code part-{000..041}.tar}, {@code {train,val}/*.tar}. What
 * braces name must be there; what a star names may be anything.
 */
public final class FilePattern {
    private static final Pattern RANGE = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)\\}");
    private static final Pattern CHOICE = Pattern.compile("\\{([^{}]*,[^{}]*)\\}");
    private static final int MOST = 1_000_000;

    private FilePattern() {}

    /**
     * The files, in order.
     *
     * @param path one file, which is then all; or a folder
     * @param pattern of paths in the folder
     */
    public static List<Path> find(Path path, String pattern) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : expanded(pattern)) {
            if (name.matches(".*[*?\\[].*")) {
                files.addAll(matching(path, name));
            } else if (Files.isRegularFile(path.resolve(name))) {
                files.add(path.resolve(name));
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty() || files.isEmpty()) {
            String what =
                    missing.isEmpty()
                            ? "has no file '" + pattern + "'"
                            : "lacks "
                                    + missing.size()
                                    + " of the files '"
                                    + pattern
                                    + "', the first is "
                                    + missing.get(0);
            throw new ImagoException(ErrorCode.FILE_NOT_FOUND, path.toString(), what);
        }
        return files;
    }

    /** All that braces stand for. */
    static List<String> expanded(String pattern) {
        Matcher range = RANGE.matcher(pattern);
        if (range.find()) {
            return range(pattern, range);
        }
        Matcher choice = CHOICE.matcher(pattern);
        if (!choice.find()) {
            return List.of(pattern);
        }
        List<String> all = new ArrayList<>();
        for (String word : choice.group(1).split(",", -1)) {
            all.addAll(
                    expanded(
                            pattern.substring(0, choice.start())
                                    + word
                                    + pattern.substring(choice.end())));
        }
        return all;
    }

    private static List<String> range(String pattern, Matcher range) {
        int digits = range.group(1).length();
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2));
        if (from > to || to - from >= MOST) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "files",
                    "has the range " + range.group() + ", expected up to " + MOST + " numbers");
        }
        List<String> all = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            String written = ("%0" + digits + "d").formatted(number);
            all.addAll(
                    expanded(
                            pattern.substring(0, range.start())
                                    + written
                                    + pattern.substring(range.end())));
        }
        return all;
    }

    private static List<Path> matching(Path folder, String glob) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> matcher.matches(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be read: " + e, e);
        }
    }
}
