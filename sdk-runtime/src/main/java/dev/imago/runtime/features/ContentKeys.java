package dev.imago.runtime.features;

import dev.imago.api.data.ImageSource;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What pictures are known by: the hash of their bytes where they have a file, else their {@link
 * ImageSource#version}. {@code contents.bin} remembers the hash of each version, so that a file is
 * read for it once, and again when its size or time changed. Thread-safe, also for several
 * processes.
 */
final class ContentKeys implements AutoCloseable {
    private static final int ENTRY = 32;

    private final Path path;
    private final EntryFile file;
    private final IdTable versions = new IdTable();
    private IdTable.Key[] contents = new IdTable.Key[1024];

    /** Opens what is remembered, or begins it. */
    ContentKeys(Path path) {
        this.path = path;
        try {
            file = new EntryFile(path, ENTRY);
            try (FileLock lock = file.lock()) {
                readOn();
                file.cut(versions.size());
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * What a picture is known by.
     *
     * @throws ImagoException with FILE_NOT_FOUND or FILE_UNREADABLE where its bytes can't be read
     */
    IdTable.Key of(ImageSource image) {
        IdTable.Key version = IdTable.Key.of(image.version());
        return known(version)
                .orElseGet(
                        () -> {
                            Optional<IdTable.Key> content = hashed(image);
                            content.ifPresent(hash -> remember(version, hash));
                            return content.orElse(version);
                        });
    }

    private synchronized Optional<IdTable.Key> known(IdTable.Key version) {
        int number = versions.find(version);
        return number < 0 ? Optional.empty() : Optional.of(contents[number]);
    }

    private static Optional<IdTable.Key> hashed(ImageSource image) {
        try {
            Optional<InputStream> bytes = image.encoded();
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream open = bytes.get()) {
                return Optional.of(IdTable.Key.of(open));
            }
        } catch (NoSuchFileException e) {
            throw new ImagoException(ErrorCode.FILE_NOT_FOUND, image.id(), "does not exist", e);
        } catch (IOException e) {
            String message = "can't be read: " + e;
            throw new ImagoException(ErrorCode.FILE_UNREADABLE, image.id(), message, e);
        }
    }

    private synchronized void remember(IdTable.Key version, IdTable.Key content) {
        try (FileLock lock = file.lock()) {
            readOn();
            if (versions.find(version) < 0) {
                file.write(versions.size(), entry(version, content));
                add(version, content);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What this or other processes added. */
    private void readOn() throws IOException {
        long end = file.size();
        ByteBuffer added = file.read(versions.size(), end);
        while (added.hasRemaining()) {
            add(key(added), key(added));
        }
    }

    private void add(IdTable.Key version, IdTable.Key content) {
        int number = versions.add(version);
        if (number == contents.length) {
            contents = Arrays.copyOf(contents, number * 2);
        }
        contents[number] = content;
    }

    private static IdTable.Key key(ByteBuffer from) {
        return new IdTable.Key(from.getLong(), from.getLong());
    }

    private static byte[] entry(IdTable.Key version, IdTable.Key content) {
        return ByteBuffer.allocate(ENTRY)
                .putLong(version.high())
                .putLong(version.low())
                .putLong(content.high())
                .putLong(content.low())
                .array();
    }

    private ImagoException failed(IOException e) {
        return new ImagoException(
                ErrorCode.DISK, path.toString(), "can't keep pictures' hashes: " + e, e);
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
