package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.nn.Weights;
import dev.imago.api.parity.RecordedCase;
import java.nio.file.Path;
import java.util.List;

/** A case as the checks of plugins see it. */
final class PluginCase implements RecordedCase {
    private final ParityCase recorded;
    private final Bench bench;
    private final NDManager scope;

    PluginCase(ParityCase recorded, Bench bench, NDManager scope) {
        this.recorded = recorded;
        this.bench = bench;
        this.scope = scope;
    }

    @Override
    public JsonNode at(String pointer) {
        return recorded.at(pointer);
    }

    @Override
    public boolean has(String pointer) {
        return recorded.has(pointer);
    }

    @Override
    public double number(String pointer) {
        return recorded.number(pointer);
    }

    @Override
    public String text(String pointer) {
        return recorded.text(pointer);
    }

    @Override
    public Path file(String name) {
        return recorded.file(name).normalize();
    }

    @Override
    public boolean hasTensor(String name) {
        return recorded.hasTensor(name);
    }

    @Override
    public List<String> tensorsBelow(String prefix) {
        return recorded.tensorsBelow(prefix);
    }

    @Override
    public NDArray tensor(String name) {
        return recorded.tensor(name);
    }

    @Override
    public <K> K component(Class<K> kind, String type, ObjectNode keys, Weights weights) {
        return bench.create(bench.spec(kind, type, keys), weights);
    }

    @Override
    public NDManager scope() {
        return scope;
    }
}
