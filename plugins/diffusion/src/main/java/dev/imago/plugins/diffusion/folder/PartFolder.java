package dev.imago.plugins.diffusion.folder;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one part, such as {@code unet/}: its config and its weights. */
public record PartFolder(Path path) {
    /** What the file of weights is called, without ending. */
    public static final String WEIGHTS = "diffusion_pytorch_model";

    /** What its sizes are in. */
    public static final String CONFIG = "config.json";

    /**
     * @throws ImagoException FILE_NOT_FOUND when there is no such folder
     */
    public PartFolder {
        if (!Files.isDirectory(path)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    path.toString(),
                    "is no folder, expected one with " + CONFIG + " and " + WEIGHTS);
        }
    }

    /** The file with its sizes. */
    public Path config() {
        return path.resolve(CONFIG);
    }

    /** Its weights, one file or shards. */
    public Path weights() {
        return path.resolve(WEIGHTS);
    }
}
