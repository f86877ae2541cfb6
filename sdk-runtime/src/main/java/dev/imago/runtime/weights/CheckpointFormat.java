package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The formats of checkpoints, told apart by what files hold; names only choose among several. */
enum CheckpointFormat {
    /** Header in JSON, then the bytes. */
    SAFETENSORS {
        @Override
        FileCheckpoint open(Path path) {
            return Safetensors.open(path);
        }
    },
    /** PyTorch's {@code .bin}, {@code .pt} and {@code .pth}. */
    TORCH {
        @Override
        FileCheckpoint open(Path path) {
            return TorchCheckpoint.open(path);
        }
    };

    /** Names that a folder's whole model may have, the first found is taken. */
    private static final List<String> USUAL =
            List.of(
                    Safetensors.INDEX,
                    Safetensors.SINGLE,
                    TorchCheckpoint.INDEX,
                    TorchCheckpoint.SINGLE);

    private static final int ENOUGH = 8;

    /** Opens a file, an index or a folder of this format. */
    abstract FileCheckpoint open(Path path);

    /**
     * Opens the checkpoint at a path.
     *
     * @param path a file, or a folder that holds one
     */
    static FileCheckpoint openAny(Path path) {
        if (!Files.exists(path)) {
            throw new ImagoException(ErrorCode.FILE_NOT_FOUND, path.toString(), "does not exist");
        }
        Path file = Files.isDirectory(path) ? inside(path) : path;
        return of(file).open(file);
    }

    private static CheckpointFormat of(Path file) {
        if (file.getFileName().toString().endsWith(".index.json")) {
            boolean torch = file.getFileName().toString().equals(TorchCheckpoint.INDEX);
            return torch ? TORCH : SAFETENSORS;
        }
        byte[] start = start(file);
        boolean zip = start.length > 1 && start[0] == 'P' && start[1] == 'K';
        boolean pickle = start.length > 1 && start[0] == (byte) 0x80 && start[1] <= 5;
        boolean header = start.length == ENOUGH && start[6] == 0 && start[7] == 0;
        // A pickle's first byte may be a safetensors length's, whose last bytes are zero.
        return zip || pickle && !header ? TORCH : SAFETENSORS;
    }

    private static byte[] start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(ENOUGH);
            if (new String(start, StandardCharsets.ISO_8859_1).startsWith("version ")) {
                throw new ImagoException(
                        ErrorCode.CORRUPT_FILE,
                        file.toString(),
                        "is a Git LFS pointer, not the checkpoint itself; `git lfs pull` or"
                                + " `imago download` fetches it");
            }
            return start;
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    file.toString(),
                    "can't be read: " + e.getMessage(),
                    e);
        }
    }

    private static Path inside(Path folder) {
        for (String name : USUAL) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> candidates =
                    files.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .matches(".*\\.(safetensors|bin|pt|pth)"))
                            .sorted()
                            .toList();
            if (candidates.size() == 1) {
                return candidates.get(0);
            }
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    folder.toString(),
                    "has none of "
                            + String.join(", ", USUAL)
                            + (candidates.isEmpty()
                                    ? ""
                                    : ", and more than one other checkpoint: "
                                            + candidates.stream()
                                                    .map(file -> file.getFileName().toString())
                                                    .toList()
                                            + "; name the file"));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    folder.toString(),
                    "can't be listed: " + e.getMessage(),
                    e);
        }
    }
}
