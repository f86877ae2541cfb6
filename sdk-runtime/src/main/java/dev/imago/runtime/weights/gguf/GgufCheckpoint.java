package dev.imago.runtime.weights.gguf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.Checkpoint;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;

/** The tensors of a GGUF language model under their published names, rows in published order. */
public final class GgufCheckpoint implements Checkpoint {
    private static final Pattern TURNED = Pattern.compile("blk\\.\\d+\\.attn_[qk]\\.(weight|bias)");

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
     * @throws dev.imago.api.error.ImagoException naming file and key
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

    /** The model's configuration. */
    public GgufConfig config() {
        return config;
    }

    /** The file itself. */
    public GgufFile file() {
        return file;
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
            throw HeaderBytes.corrupt(path(), name, "is not in the file");
        }
        return file.read(ops, tensor, rows(tensor), owner, precision);
    }

    private LongUnaryOperator rows(GgufTensor tensor) {
        return config.turnsNeighbours() && TURNED.matcher(tensor.name()).matches()
                ? new RotaryRows(config.headWidth())
                : LongUnaryOperator.identity();
    }

    @Override
    public void close() {
        file.close();
    }
}
