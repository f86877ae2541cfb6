package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkpoint in safetensors: one file, or a folder with {@code model.safetensors} or with shards
 * and {@code model.safetensors.index.json}, or a path without ending that names such files.
 */
public final class Safetensors extends FileCheckpoint {
    private static final String ENDING = ".safetensors";

    /** Follows the name of the file that shards stand in for. */
    private static final String LIST = ".index.json";

    static final String SINGLE = "model" + ENDING;
    static final String INDEX = SINGLE + LIST;

    private Safetensors(Path path) {
        super(path);
    }

    /**
     * Opens a checkpoint and checks its headers.
     *
     * @throws ImagoException FILE_NOT_FOUND, FILE_UNREADABLE or CORRUPT_FILE, naming file and key
     */
    public static Safetensors open(Path path) {
        Safetensors safetensors = new Safetensors(path);
        safetensors.opening(() -> safetensors.openFiles(path));
        return safetensors;
    }

    private void openFiles(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            openNamed(path, SINGLE);
        } else if (Files.exists(path) && path.toString().endsWith(LIST)) {
            openShards(path);
        } else if (Files.exists(path)) {
            openFile(path);
        } else {
            Path folder = path.toAbsolutePath().getParent();
            if (path.toString().endsWith(ENDING) || !Files.isDirectory(folder)) {
                throw new ImagoException(
                        ErrorCode.FILE_NOT_FOUND, path.toString(), "does not exist");
            }
            openNamed(folder, path.getFileName() + ENDING);
        }
    }

    /** A file of a folder, or the shards that stand in its place. */
    private void openNamed(Path folder, String name) throws IOException {
        Path index = folder.resolve(name + LIST);
        if (Files.exists(index)) {
            openShards(index);
        } else if (Files.exists(folder.resolve(name))) {
            openFile(folder.resolve(name));
        } else {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    folder.toString(),
                    "has neither " + name + " nor " + name + LIST);
        }
    }

    private void openShards(Path index) throws IOException {
        ShardIndex shards = ShardIndex.read(index);
        for (Path shard : shards.files()) {
            openFile(shard);
        }
        shards.require(tensors().keySet());
    }

    private void openFile(Path file) throws IOException {
        add(file, SafetensorsHeader.read(file, channel(file)));
    }
}
