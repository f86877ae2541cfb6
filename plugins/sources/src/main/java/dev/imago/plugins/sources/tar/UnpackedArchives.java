package dev.imago.plugins.sources.tar;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.files.KeptFiles;
import dev.imago.plugins.sources.files.WholeFile;
import dev.imago.plugins.sources.index.IndexStore;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Archives compressed by gzip, unpacked once: nothing within a gzip file can be found without
 * unpacking all before it. A copy is written whole and then renamed; when the archive changes it is
 * made anew. Copies go that were used longest ago where all take too much room, and older ones of
 * an archive at once; none that a living process has opened, as long as what opened it is
 * reachable. Safe among threads and processes.
 */
final class UnpackedArchives {
    private static final String ENDING = ".tar";
    private static final int MAGIC_0 = 0x1f;
    private static final int MAGIC_1 = 0x8b;
    private static final int CHUNK = 1 << 20;

    private final Path folder;
    private final IndexStore indexes;
    private final KeptFiles kept;

    /**
     * @param folder of the copies; made when needed
     * @param indexes tells whether a file changed
     */
    UnpackedArchives(Path folder, IndexStore indexes) {
        this.folder = folder;
        this.indexes = indexes;
        this.kept = new KeptFiles(folder, ENDING);
    }

    /**
     * The archives, each where it can be read in any order.
     *
     * @param files compressed or not, as their first bytes tell
     * @param most bytes that unpacked ones may take, with those of other sources
     * @throws ImagoException DISK when these alone take more; CORRUPT_FILE when one is cut off or
     *     damaged; DISK when the copy can't be written
     */
    List<Archive> open(List<Path> files, long most) {
        long[] left = {most};
        List<Archive> archives = files.stream().map(file -> open(file, left)).toList();
        if (left[0] < most) {
            makeRoom(most);
        }
        return archives;
    }

    /** Where others in use take it, more is taken. */
    private void makeRoom(long most) {
        try {
            kept.makeRoom(0, most);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be made room in: " + e, e);
        }
    }

    private Archive open(Path file, long[] left) {
        if (!isCompressed(file)) {
            return Archive.plain(file);
        }
        String name = IndexStore.hash(file.toAbsolutePath().normalize().toString());
        Path copy = folder.resolve(name + "-" + indexes.stamps(List.of(file)) + ENDING);
        try {
            if (!kept.use(copy)) {
                unpack(file, copy, left[0]);
                deleteOlder(name, copy);
            }
            left[0] -= Files.size(copy);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, copy.toString(), "can't be written: " + e.getMessage(), e);
        }
        if (left[0] < 0) {
            throw tooLarge(file);
        }
        return new Archive(file, copy);
    }

    private static boolean isCompressed(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == MAGIC_0 && in.read() == MAGIC_1;
        } catch (NoSuchFileException e) {
            // Told by what reads it.
            return false;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void unpack(Path file, Path copy, long most) throws IOException {
        WholeFile.write(
                copy,
                unfinished -> {
                    try (OutputStream out = Files.newOutputStream(unfinished)) {
                        copy(file, out, most);
                    }
                });
    }

    /** What goes wrong while reading is the archive's fault, while writing the disk's. */
    private static void copy(Path file, OutputStream out, long most) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long written = 0;
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
                InputStream in = new GZIPInputStream(raw, CHUNK)) {
            int read = read(in, chunk, file);
            while (read >= 0) {
                written += read;
                if (written > most) {
                    throw tooLarge(file);
                }
                out.write(chunk, 0, read);
                read = read(in, chunk, file);
            }
        } catch (EOFException | ZipException e) {
            throw corrupt(file, e);
        }
    }

    private static int read(InputStream in, byte[] chunk, Path file) {
        try {
            return in.read(chunk);
        } catch (EOFException | ZipException e) {
            throw corrupt(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void deleteOlder(String name, Path copy) throws IOException {
        for (Path older : KeptFiles.list(folder, name + "-*" + ENDING)) {
            if (!older.equals(copy)) {
                kept.delete(older);
            }
        }
    }

    private static ImagoException tooLarge(Path file) {
        return new ImagoException(
                ErrorCode.DISK,
                file.toString(),
                "and the compressed archives before it take more room than unpacked_gb allows;"
                        + " expected a larger unpacked_gb, or archives unpacked before");
    }

    private static ImagoException corrupt(Path file, IOException e) {
        return new ImagoException(
                ErrorCode.CORRUPT_FILE, file.toString(), "can't be unpacked: " + e.getMessage(), e);
    }

    private static ImagoException unreadable(Path file, IOException e) {
        return new ImagoException(
                ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
    }
}
