package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.gguf.GgufFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Named tensors in files of some format, from which a {@link ParameterStore} is filled. Opening
 * reads only headers. Safe for use by several threads.
 */
public interface Checkpoint extends AutoCloseable {
    /**
     * Opens a checkpoint of any format that is known, by what the file holds and not by its name.
     *
     * @throws dev.imago.api.error.ImagoException FILE_NOT_FOUND, FILE_UNREADABLE or CORRUPT_FILE,
     *     naming file and key
     */
    static Checkpoint open(Path path) {
        return GgufFile.isOne(path)
                ? GgufCheckpoint.open(path)
                : FewBitsCheckpoint.over(CheckpointFormat.openAny(path));
    }

    /** The path it was opened by. */
    Path path();

    /** The shapes of all tensors by key, in the order of the files. */
    Map<String, Shape> shapes();

    /**
     * Copies a tensor into native memory as floats of a precision.
     *
     * @param owner its device is where the tensor goes
     */
    NDArray read(Ops ops, String name, NDManager owner, Precision precision);

    /**
     * A tensor where it lies in its file, without a copy.
     *
     * @return empty where that can't be: another dtype, layout or device
     */
    default Optional<NDArray> mapped(Ops ops, String name, NDManager owner, Precision precision) {
        return Optional.empty();
    }

    /**
     * Copies a tensor into memory that there is.
     *
     * @param target contiguous, on the CPU, of the tensor's shape and the precision
     * @return false where it must be {@link #read}, as it lies here in another dtype or layout
     */
    default boolean readInto(String name, NDArray target, Precision precision) {
        return false;
    }

    /** How a weight lies here in few bits; empty where it is whole. */
    default Optional<FewBits> fewBits(String name) {
        return Optional.empty();
    }

    /**
     * Reads a weight that {@link #fewBits} tells of, as it lies.
     *
     * @return codes and scales, as {@link dev.imago.api.nn.QuantOps#stored} has them; the caller's
     */
    default NDList readFewBits(Ops ops, String name, NDManager owner) {
        throw new IllegalArgumentException(name + " is not in few bits");
    }

    /** Whether two tensors are known to be equal bit by bit. */
    default boolean sameBytes(String name, String other) {
        return name.equals(other);
    }

    /** Closes the files; arrays read from them stay. */
    @Override
    void close();
}
