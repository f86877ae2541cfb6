package dev.imago.runtime.run;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an unfinished stage has in its folder. It belongs to one hash: where the recipe has changed
 * since, the folder is emptied before the stage begins.
 */
final class StageScratch {
    private static final String HASH = "unfinished.hash";

    private StageScratch() {}

    /** Keeps the folder of an interrupted run of the same stage, else empties it. */
    static void prepare(Path stage, String hash, boolean anew) {
        try {
            Path file = stage.resolve(HASH);
            boolean same = Files.exists(file) && Files.readString(file).equals(hash);
            if (!same || anew) {
                empty(stage);
                Files.writeString(file, hash);
            }
        } catch (IOException e) {
            throw failed(stage, e);
        }
    }

    /** Removes what only an unfinished stage needs. */
    static void clear(Path stage) {
        try {
            Files.deleteIfExists(stage.resolve(HASH));
            Path state = stage.resolve("state");
            if (Files.exists(state)) {
                empty(state);
                Files.delete(state);
            }
        } catch (IOException e) {
            throw failed(stage, e);
        }
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> inside =
                    all.filter(path -> !path.equals(folder))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path path : inside) {
                Files.delete(path);
            }
        }
    }

    private static ImagoException failed(Path stage, IOException e) {
        return new ImagoException(
                ErrorCode.DISK, stage.toString(), "can't be changed: " + e.getMessage(), e);
    }
}
