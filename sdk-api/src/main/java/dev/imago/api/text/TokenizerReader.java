package dev.imago.api.text;

import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import java.nio.file.Path;

/**
 * Opens tokenizers other than the model's own. A service of the runtime: a component asks for it in
 * its constructor. Thread-safe.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface TokenizerReader {
    /**
     * Opens a tokenizer.
     *
     * @param path a {@code tokenizer.json} or a folder that has one
     * @param owner closing it frees the tokenizer
     * @throws dev.imago.api.error.ImagoException FILE_NOT_FOUND or CORRUPT_FILE
     */
    Tokenizer read(Path path, NDManager owner);
}
