package dev.imago.plugins.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Embedding;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PreNormLayer;
import dev.imago.api.nn.PreallocatedKvCache;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.RmsNorm;
import dev.imago.api.nn.RotaryEmbedding;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** A LLaMA language model under the key names of its published checkpoints. */
public final class LlamaBackbone implements Backbone {
    private final Ops ops;
    private final LlamaConfig config;
    private final Embedding embedding;
    private final List<PreNormLayer> layers = new ArrayList<>();
    private final RmsNorm norm;
    private final Linear output;
    private final RotaryEmbedding rotary;

    /**
     * Declares {@code model.*} and, unless tied, {@code lm_head.weight}.
     *
     * @param weights the root of the model's weights
     */
    @Inject
    public LlamaBackbone(LlamaConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        this.config = config;
        Init init = Init.normal(config.initializerRange());
        Weights model = weights.at("model");
        int width = config.hiddenSize();
        Init rows = Init.normal(config.embeddingInitializerRange());
        embedding = new Embedding(ops, model.at("embed_tokens"), config.vocabSize(), width, rows);
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            layers.add(LlamaLayer.declare(ops, model.at("layers").at(String.valueOf(i)), config));
        }
        norm = new RmsNorm(ops, model.at("norm"), width, config.rmsNormEps());
        output =
                config.tieWordEmbeddings()
                        ? weights.tied(embedding.weight())
                        : weights.linear("lm_head", width, config.vocabSize(), false, init);
        rotary = rotary(ops, config);
    }

    private static RotaryEmbedding rotary(Ops ops, LlamaConfig config) {
        LlamaConfig.RopeScaling scaling = config.ropeScaling();
        int head = config.headDim();
        double theta = config.ropeTheta();
        return switch (scaling.ropeType()) {
            case "linear" -> RotaryEmbedding.linear(ops, head, theta, scaling.factor());
            case "llama3" ->
                    RotaryEmbedding.llama3(
                            ops,
                            head,
                            theta,
                            scaling.factor(),
                            scaling.lowFreqFactor(),
                            scaling.highFreqFactor(),
                            scaling.originalMaxPositionEmbeddings());
            default -> RotaryEmbedding.standard(ops, head, theta);
        };
    }

    @Override
    public int width() {
        return config.hiddenSize();
    }

    @Override
    public int depth() {
        return layers.size();
    }

    @Override
    public int vocabulary() {
        return config.vocabSize();
    }

    @Override
    public NDArray embed(NDArray ids) {
        return embedding.apply(ids);
    }

    @Override
    public ForwardPass begin(AttentionInput input) {
        NDList tables = rotary.tables(input.positions(), embedding.weight().value());
        return (index, hidden) -> layers.get(index).apply(hidden, tables, input, index);
    }

    @Override
    public NDArray norm(NDArray hidden) {
        return norm.apply(hidden);
    }

    @Override
    public Linear output() {
        return output;
    }

    @Override
    public KvCache cache(NDManager owner, int batch, int capacity) {
        Shape shape = new Shape(batch, config.numKeyValueHeads(), capacity, config.headDim());
        Precision precision = Precision.of(embedding.weight().value());
        return new PreallocatedKvCache(ops, owner, layers.size(), shape, precision);
    }
}
