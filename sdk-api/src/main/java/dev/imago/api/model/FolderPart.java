package dev.imago.api.model;

import dev.imago.api.Api;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A part of a model whose weights are stored as a folder of its own kind, such as a diffusers
 * pipeline, instead of one file. A {@link Decoder} that implements it is so written into model
 * folders and read from them.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface FolderPart {
    /** The files that hold its parameters; together they hold all. */
    List<WeightFile> weightFiles();

    /** What stands beside them: texts such as {@code unet/config.json}, by relative path. */
    Map<String, String> texts();

    /** A folder of this kind that the recipe starts from. */
    Optional<Path> startsFrom();

    /** Its config as a model folder keeps it: whole, without {@link #startsFrom}. */
    Record storedConfig();

    /**
     * A file of parameters.
     *
     * @param prefix of their names within the part, with a dot at its end
     * @param path in the folder, without {@code .safetensors}; may be shards
     * @param names turns a key of the file into a name below the prefix
     * @param optional whether a folder to start from may lack it
     */
    record WeightFile(String prefix, String path, UnaryOperator<String> names, boolean optional) {}
}
