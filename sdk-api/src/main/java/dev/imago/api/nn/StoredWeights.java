package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Weights apart from any recipe's model, with their files. Components are declared over {@link
 * #root}, then the weights are filled. Used by one thread, but for reading values.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface StoredWeights extends AutoCloseable {
    /** Where components declare their parameters. */
    Weights root();

    /** Everything declared, in order. */
    List<Parameter> parameters();

    /**
     * Fills from a checkpoint in safetensors.
     *
     * @param path one file; or the path of one without {@code .safetensors}, which then may also be
     *     shards with {@code <path>.safetensors.index.json}
     * @param names turns a key of the file into a declared name; null passes it over
     * @throws dev.imago.api.error.ImagoException FILE_NOT_FOUND, CORRUPT_FILE or, naming every key
     *     that is missing, unexpected or misshapen, CHECKPOINT_MISMATCH; before memory is spent
     */
    void load(Path path, UnaryOperator<String> names);

    /** Fills what no checkpoint has filled; values depend on the seed and each name alone. */
    void initialise(long seed);

    /**
     * Lays frozen weights out as the kernels for inference want them. Undone by {@link #load} and
     * {@link #trainOnly}.
     */
    void prepareForInference();

    /**
     * Writes all parameters.
     *
     * @param path as in {@link #load}: a file, or a path without ending, which is written as shards
     *     where one file would be larger than 5 GiB
     * @throws dev.imago.api.error.ImagoException DISK when it can't be written
     */
    void save(Path path);

    /** Trains what fits one of the globs and freezes all else. */
    void trainOnly(Collection<String> globs);

    /** The gradients that have reached trained parameters, by name; owned by the owner. */
    Map<String, NDArray> gradients(NDManager owner);

    /** Drops all gradients. */
    void clearGradients();

    /** Frees the parameters. */
    @Override
    void close();

    /** Makes weights; a service that components may inject. */
    @FunctionalInterface
    interface Factory {
        /**
         * Empty weights.
         *
         * @param owner closing it closes the weights; its device is theirs
         * @param precision of all parameters
         */
        StoredWeights create(NDManager owner, Precision precision);
    }
}
