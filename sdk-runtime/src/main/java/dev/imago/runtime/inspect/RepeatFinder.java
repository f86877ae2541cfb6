package dev.imago.runtime.inspect;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds hashes that come more than once among any number of them, in little memory: they are kept
 * in temporary files by their first bits, which are then looked at one after the other. For one
 * thread.
 */
final class RepeatFinder implements AutoCloseable {
    private static final int FILES = 64;

    private final Path folder;
    private final List<DataOutputStream> files = new ArrayList<>();

    /** Begins with none; the temporary files are deleted when it is closed. */
    RepeatFinder() {
        try {
            folder = Files.createTempDirectory("imago-repeats-");
            for (int i = 0; i < FILES; i++) {
                files.add(
                        new DataOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(file(i)))));
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * A hash and where it was met.
     *
     * @param hash to compare
     * @param set number of the data set
     * @param sample index of the sample
     */
    record Met(long hash, int set, long sample) {}

    /** Told of each repetition. */
    @FunctionalInterface
    interface Listener {
        /** The same hash was met before, at first there. */
        void repeated(Met met, Met first);
    }

    void add(Met met) {
        try {
            DataOutputStream file = files.get((int) (met.hash() >>> 58));
            file.writeLong(met.hash());
            file.writeInt(met.set());
            file.writeLong(met.sample());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Tells all repetitions, those of one hash in the order in which they were added. */
    void forEach(Listener listener) {
        try {
            for (int i = 0; i < FILES; i++) {
                files.get(i).flush();
                List<Met> all = read(file(i));
                all.sort(Comparator.comparingLong(Met::hash));
                for (int at = 1, first = 0; at < all.size(); at++) {
                    if (all.get(at).hash() == all.get(first).hash()) {
                        listener.repeated(all.get(at), all.get(first));
                    } else {
                        first = at;
                    }
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static List<Met> read(Path file) throws IOException {
        List<Met> all = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                all.add(new Met(in.readLong(), in.readInt(), in.readLong()));
            }
        } catch (EOFException end) {
            return all;
        }
    }

    private Path file(int number) {
        return folder.resolve(Integer.toString(number));
    }

    private static ImagoException failed(IOException e) {
        return new ImagoException(
                ErrorCode.DISK, "temporary files", "can't be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            for (int i = 0; i < files.size(); i++) {
                files.get(i).close();
                Files.delete(file(i));
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
