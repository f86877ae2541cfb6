package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.gguf.GgufConfig;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.gguf.GgufNames;
import dev.imago.runtime.gguf.GgufTensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The tensors of a GGUF language model under their published names, rows in published order. */
public final class GgufCheckpoint implements Checkpoint {
    /** Read with the configuration. */
    private static final Set<String> NO_PARAMETER = Set.of("rope_freqs.weight");

    private final GgufFile file;
    private final Map<String, GgufTensor> byName = new LinkedHashMap<>();
    private final GgufConfig config;

    private GgufCheckpoint(GgufFile file) {
        this.file = file;
        this.config = new GgufConfig(file);
        for (GgufTensor tensor : file.tensors().values()) {
            if (!NO_PARAMETER.contains(tensor.name())) {
                byName.put(GgufNames.published(tensor.name()).orElse(tensor.name()), tensor);
            }
        }
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws ImagoException naming file and key
     */
    public static GgufCheckpoint open(Path path) {
        GgufFile file = GgufFile.open(path);
        try {
            return new GgufCheckpoint(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        byName.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return Collections.unmodifiableMap(shapes);
    }

    @Override
    public NDArray read(Ops ops, String name, NDManager owner, Precision precision) {
        GgufTensor tensor = byName.get(name);
        if (tensor == null) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, path() + ", " + name, "is not in the file");
        }
        return file.read(ops, tensor, config.rowOrder(tensor), owner, precision);
    }

    @Override
    public void close() {
        file.close();
    }
}
