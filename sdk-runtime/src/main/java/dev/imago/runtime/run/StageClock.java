package dev.imago.runtime.run;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Seconds a stage took, those of interrupted runs of it included. */
final class StageClock {
    private final Path file;
    private final double before;
    private final long start = System.nanoTime();

    StageClock(Path stage) {
        this.file = stage.resolve("unfinished.seconds");
        this.before = read();
    }

    double seconds() {
        return before + (System.nanoTime() - start) / 1e9;
    }

    /** Keeps the time for a later run, unless the stage has ended and its record says it. */
    void stop() {
        try {
            if (Files.exists(file.resolveSibling("stage.json"))) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, Double.toString(seconds()));
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    private double read() {
        try {
            return Files.exists(file) ? Double.parseDouble(Files.readString(file)) : 0;
        } catch (NumberFormatException e) {
            // A kill or a full disk left half of it; only a time is lost.
            return 0;
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }
}
