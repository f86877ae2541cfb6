package dev.imago.plugins.llama;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fixture folder opened: the model with its weights, inputs and expected outputs. */
final class LlamaCase implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Ops ops = new Ops(manager);
    private final ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
    private final JsonNode json;
    private final Safetensors tensors;
    private final Backbone backbone;

    LlamaCase(String name) {
        try {
            Path folder = Path.of(LlamaCase.class.getResource("/llm/" + name).toURI());
            ObjectMapper mapper =
                    new ObjectMapper()
                            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
            json = mapper.readTree(folder.resolve("case.json").toFile());
            LlamaConfig config =
                    mapper.readValue(folder.resolve("config.json").toFile(), LlamaConfig.class);
            backbone = new LlamaBackbone(config, store.root(), ops);
            try (Safetensors weights = Safetensors.open(folder)) {
                store.load(weights);
            }
            tensors = Safetensors.open(folder.resolve("tensors.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the fixture has expectations for. */
    record Forward(NDArray embedded, NDArray first, NDArray normed, NDArray logits) {}

    NDManager manager() {
        return manager;
    }

    Ops ops() {
        return ops;
    }

    ParameterStore store() {
        return store;
    }

    JsonNode json() {
        return json;
    }

    NDArray tensor(String key, NDManager owner) {
        return tensors.read(ops, key, owner);
    }

    boolean has(String key) {
        return tensors.find(key).isPresent();
    }

    Forward forward(NDManager scope) {
        NDArray ids = tensor("input_ids", scope);
        NDArray embedded = backbone.embed(ids);
        Backbone.ForwardPass pass =
                backbone.begin(new AttentionInput(positions(ids), mask(ids), null));
        NDArray first = pass.layer(0, embedded);
        NDArray hidden = first;
        for (int i = 1; i < backbone.depth(); i++) {
            hidden = pass.layer(i, hidden);
        }
        NDArray normed = backbone.norm(hidden);
        return new Forward(embedded, first, normed, backbone.output().apply(normed));
    }

    /** Adds the gradients of the mean loss over labels; returns the loss. */
    double backward(NDManager scope) {
        try (Autograd.Scope on = Autograd.on()) {
            NDArray logits = forward(scope).logits().get(":, :-1");
            NDArray labels = tensor("labels", scope).get(":, 1:").flatten();
            long counted = labels.gte(0).toType(DataType.INT64, false).sum().getLong();
            NDArray rows = logits.reshape(-1, logits.getShape().get(2));
            NDArray loss = ops.losses().crossEntropySum(rows, labels).div(counted);
            Autograd.backward(loss);
            return loss.getFloat();
        }
    }

    List<Long> greedy(List<Long> prompt, int count) {
        List<Long> found = new ArrayList<>();
        try (NDManager scope = manager.newSubManager();
                KvCache cache = backbone.cache(scope, 1, prompt.size() + count)) {
            long[] next = prompt.stream().mapToLong(Long::longValue).toArray();
            while (found.size() < count) {
                NDArray ids = scope.create(next, new Shape(1, next.length));
                NDArray positions =
                        scope.arange(cache.length(), cache.length() + next.length)
                                .toType(DataType.INT64, false)
                                .expandDims(0);
                Backbone.ForwardPass pass =
                        backbone.begin(new AttentionInput(positions, null, cache));
                NDArray hidden = backbone.embed(ids);
                for (int i = 0; i < backbone.depth(); i++) {
                    hidden = pass.layer(i, hidden);
                }
                NDArray logits = backbone.output().apply(backbone.norm(hidden.get(":, -1:")));
                next = ops.argmax(logits).toLongArray();
                found.add(next[0]);
            }
        }
        return found;
    }

    private NDArray positions(NDArray ids) {
        if (has("position_ids")) {
            return tensor("position_ids", ids.getManager());
        }
        long[] row = new long[Math.toIntExact(ids.getShape().get(1))];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        NDArray positions = ids.getManager().create(row).expandDims(0);
        return positions.repeat(0, ids.getShape().get(0));
    }

    /** Causal, without padding, but every position sees itself; null where none is in front. */
    private NDArray mask(NDArray ids) {
        if (!has("position_ids")) {
            return null;
        }
        long length = ids.getShape().get(1);
        NDManager owner = ids.getManager();
        NDArray real = tensor("attention_mask", owner).expandDims(1).expandDims(1).gt(0);
        NDArray index = owner.arange((int) length);
        NDArray causal = index.expandDims(0).lte(index.expandDims(1));
        NDArray self = index.expandDims(0).eq(index.expandDims(1));
        return real.logicalAnd(causal).logicalOr(self);
    }

    @Override
    public void close() {
        tensors.close();
        manager.close();
    }
}
