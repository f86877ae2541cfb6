package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Embedding;
import dev.imago.api.nn.Gelu;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns texts into unit vectors: a causal transformer read at the last token, the only one that its
 * top layer computes. Legend: M texts, L tokens of the longest, W width, E common width.
 */
final class TextTower {
    private final Ops ops;
    private final Embedding words;
    private final Parameter positions;
    private final List<SiglipLayer> layers = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear head;

    /**
     * @param vocabulary rows of the word embedding
     */
    TextTower(TrainEncoderConfig config, int vocabulary, Weights weights, Ops ops) {
        this.ops = ops;
        int width = config.textWidth();
        BlockShape shape =
                new BlockShape(
                        width, config.textInner(), config.textHeads(), 1e-6, Gelu.TANH, true);
        Weights embeddings = weights.at("embeddings");
        words =
                new Embedding(
                        ops, embeddings.at("token_embedding"), vocabulary, width, Init.normal(0.1));
        positions =
                embeddings
                        .at("position_embedding")
                        .parameter(
                                "weight", new Shape(config.textLength(), width), Init.normal(0.02));
        for (int i = 0; i < config.textLayers(); i++) {
            layers.add(new SiglipLayer(shape, weights.at("encoder.layers." + i), ops));
        }
        norm = new LayerNorm(ops, weights.at("final_layer_norm"), width, shape.epsilon());
        head = weights.linear("head", width, config.commonWidth(), true, Init.fanIn(width));
    }

    /** {@code [M, E]}, owned by the manager of the ids. */
    NDArray encode(Texts.Batch texts) {
        long length = texts.ids().getShape().get(1);
        NDArray hidden;
        try (NDArray embedded = words.apply(texts.ids());
                NDArray own = positions.value().get(new NDIndex(":" + length))) {
            hidden = embedded.add(own); // [M, L, W]
        }
        for (SiglipLayer layer : layers.subList(0, layers.size() - 1)) {
            try (NDArray before = hidden) {
                hidden = layer.apply(before);
            }
        }
        SiglipLayer top = layers.get(layers.size() - 1);
        try (NDArray all = hidden;
                NDArray last = top.applyOne(all, texts.lastRows(), texts.seen());
                NDArray rows = last.reshape(-1, head.in());
                NDArray normed = norm.apply(rows);
                NDArray vectors = head.apply(normed)) {
            return ops.l2Normalize(vectors, 1e-12);
        }
    }
}
