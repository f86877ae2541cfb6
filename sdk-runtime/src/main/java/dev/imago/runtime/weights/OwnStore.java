package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.nn.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A {@link ParameterStore} as plugins see one of their own. */
public final class OwnStore implements StoredWeights {
    private static final String ENDING = ".safetensors";
    private static final long SHARD = 5L << 30;

    private final ParameterStore store;

    /** An empty store; see {@link ParameterStore}. */
    public OwnStore(Ops ops, NDManager owner, Precision precision) {
        store = new ParameterStore(ops, owner, precision);
    }

    @Override
    public Weights root() {
        return store.root();
    }

    @Override
    public List<Parameter> parameters() {
        return store.parameters();
    }

    @Override
    public void load(Path path, UnaryOperator<String> names) {
        try (Checkpoint file =
                Files.exists(path) ? Checkpoint.open(path) : Safetensors.open(path)) {
            store.load(file, LoadRules.EXACT.naming(names));
        }
    }

    @Override
    public void initialise(long seed) {
        store.initialise(seed);
    }

    @Override
    public void prepareForInference() {
        store.prepareForInference();
    }

    @Override
    public void save(Path path) {
        SafetensorsWriter writer = new SafetensorsWriter(store.ops());
        if (path.toString().endsWith(ENDING)) {
            writer.write(path, store.tensors());
        } else {
            writer.writeNamed(path, store.tensors(), SHARD);
        }
    }

    @Override
    public void trainOnly(Collection<String> globs) {
        store.trainOnly(globs);
    }

    @Override
    public Map<String, NDArray> gradients(NDManager owner) {
        return store.gradients(owner);
    }

    @Override
    public void clearGradients() {
        store.clearGradients();
    }

    @Override
    public void close() {
        store.close();
    }
}
