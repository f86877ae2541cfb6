package dev.imago.plugins.sources.index;

import dev.imago.api.data.FileStamp;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what was found out about a file: beside it, or in a cache folder where its own can't be
 * written. An index is written whole and then renamed; it is made anew when the file's size or time
 * differs, or when it is damaged. Thread-safe, and safe among processes.
 */
public final class IndexStore {
    private static final String SUFFIX = ".imago-index";

    private final Path cache;

    /**
     * @param cache folder for indexes of files whose own folder can't be written; made when needed
     */
    public IndexStore(Path cache) {
        this.cache = cache;
    }

    /** The cache folder. */
    public Path cache() {
        return cache;
    }

    /** With the user's cache folder. */
    public static IndexStore usual() {
        return new IndexStore(Path.of(System.getProperty("user.home"), ".cache", "imago", "index"));
    }

    /** Goes through a file and writes down rows. */
    @FunctionalInterface
    public interface Builder {
        /**
         * @throws IOException when the file can't be read
         */
        void build(LongTableWriter rows) throws IOException;
    }

    /**
     * An index of a file, made if there is none that fits.
     *
     * @param what names it among the indexes of the file
     * @param key all that the rows depend on besides the file, as text
     * @param width longs in a row
     * @throws ImagoException when the file can't be read, or nowhere an index can be written
     */
    public LongTable open(Path file, String what, String key, int width, Builder builder) {
        long keyNumber = number(key);
        try {
            FileStamp stamp = FileStamp.of(file);
            List<Path> places = places(file, what);
            for (Path place : places) {
                Optional<LongTable> found = LongTable.open(place, width, keyNumber, stamp);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            return build(file, places, width, keyNumber, stamp, builder);
        } catch (NoSuchFileException e) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, file.toString(), "does not exist", e);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    /** A text that changes when one of the files does. */
    public String stamps(List<Path> files) {
        StringBuilder stamps = new StringBuilder();
        for (Path file : files) {
            try {
                stamps.append(file.getFileName()).append(FileStamp.of(file)).append('\n');
            } catch (IOException e) {
                throw new ImagoException(
                        ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
            }
        }
        return hash(stamps.toString());
    }

    private List<Path> places(Path file, String what) {
        Path absolute = file.toAbsolutePath().normalize();
        String name = absolute.getFileName() + "." + what + SUFFIX;
        String folder = hash(String.valueOf(absolute.getParent()));
        return List.of(absolute.resolveSibling(name), cache.resolve(folder + "-" + name));
    }

    private LongTable build(
            Path file, List<Path> places, int width, long key, FileStamp stamp, Builder builder)
            throws IOException {
        UncheckedIOException first = null;
        for (Path place : places) {
            try {
                write(place, width, key, stamp, builder);
                Optional<LongTable> made = LongTable.open(place, width, key, stamp);
                if (made.isPresent()) {
                    return made.get();
                }
            } catch (UncheckedIOException e) {
                first = first == null ? e : first;
            }
        }
        String why = first == null ? "" : ": " + first.getCause();
        throw new ImagoException(
                ErrorCode.DISK,
                file.toString(),
                "needs an index, but neither beside it nor in " + cache + " one can be kept" + why,
                first);
    }

    private void write(Path place, int width, long key, FileStamp stamp, Builder builder)
            throws IOException {
        String own = "." + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        Path unfinished = place.resolveSibling(place.getFileName() + own + ".tmp");
        makeCache(place);
        LongTableWriter rows = new LongTableWriter(unfinished);
        try {
            try (rows) {
                builder.build(rows);
                rows.finish(width, key, stamp);
            }
            rename(unfinished, place);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private void makeCache(Path place) {
        if (place.startsWith(cache)) {
            try {
                Files.createDirectories(cache);
            } catch (IOException e) {
                throw new UncheckedIOException("can't make " + cache, e);
            }
        }
    }

    private static void rename(Path from, Path to) {
        try {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't rename " + from, e);
        }
    }

    private static long number(String key) {
        return HexFormat.fromHexDigitsToLong(hash(key));
    }

    /** Sixteen hexadecimal digits for a text. */
    public static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 2 * Long.BYTES);
    }
}
