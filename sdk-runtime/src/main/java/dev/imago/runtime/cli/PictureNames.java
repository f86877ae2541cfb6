package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** Names {@code image-0.png}, {@code image-1.png}... in a folder, which is made with the first. */
final class PictureNames implements Iterator<Path> {
    private final Path folder;
    private final boolean overwrite;
    private int next;

    /**
     * @param overwrite whether names that are taken are used again
     */
    PictureNames(Path folder, boolean overwrite) {
        this.folder = folder;
        this.overwrite = overwrite;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Path next() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be made: " + e.getMessage(), e);
        }
        Path name = name(next++);
        while (!overwrite && Files.exists(name)) {
            name = name(next++);
        }
        return name;
    }

    private Path name(int number) {
        return folder.resolve("image-" + number + ".png").normalize();
    }
}
