package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Embedding;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.SelfAttention;
import dev.imago.api.nn.VisionLayer;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The transformer that reads texts in CLIP and SigLIP, under the names of their checkpoints.
 * Legend: M texts, L tokens, W width, E common width.
 */
final class TextTower {
    private final Ops ops;
    private final int width;
    private final Embedding words;
    private final Parameter positions;
    private final List<VisionLayer> layers = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear projection;

    /** Declares the parameters below the checkpoint's root. */
    TextTower(TextSide side, Weights root, Ops ops) {
        this.ops = ops;
        this.width = side.width();
        Weights text = root.at("text_model");
        Weights embeddings = text.at("embeddings");
        Init init = Init.normal(0.02);
        words =
                new Embedding(
                        ops, embeddings.at("token_embedding"), side.vocabulary(), width, init);
        positions =
                embeddings
                        .at("position_embedding")
                        .parameter("weight", new Shape(side.positions(), width), init);
        for (int i = 0; i < side.layers(); i++) {
            layers.add(layer(side, text.at("encoder.layers." + i)));
        }
        norm = new LayerNorm(ops, text.at("final_layer_norm"), width, side.epsilon());
        projection =
                side.clip()
                        ? root.linear("text_projection", width, side.common(), false)
                        : text.linear("head", width, side.common(), true);
    }

    private VisionLayer layer(TextSide side, Weights weights) {
        SelfAttention attention =
                new SelfAttention(
                        ops,
                        weights.at("self_attn"),
                        SelfAttention.Names.PROJ,
                        new SelfAttention.Shape(width, side.heads(), true, side.clip()));
        GeluMlp mlp = new GeluMlp(ops, weights.at("mlp"), width, side.inner(), side.form());
        return new VisionLayer(
                new VisionLayer.Branch(
                        new LayerNorm(ops, weights.at("layer_norm1"), width, side.epsilon()),
                        attention::apply,
                        null),
                new VisionLayer.Branch(
                        new LayerNorm(ops, weights.at("layer_norm2"), width, side.epsilon()),
                        mlp::apply,
                        null));
    }

    /**
     * @param texts whose ids are of one length
     * @return {@code [M, E]}, owned by the scope
     */
    NDArray encode(List<TextIds> texts, NDManager scope) {
        int length = texts.get(0).ids().length;
        long[] ids = new long[texts.size() * length];
        long[] read = new long[texts.size()];
        for (int m = 0; m < read.length; m++) {
            for (int l = 0; l < length; l++) {
                ids[m * length + l] = texts.get(m).ids()[l];
            }
            read[m] = (long) m * length + texts.get(m).read();
        }
        NDArray hidden;
        try (NDArray known = scope.create(ids, new Shape(read.length, length));
                NDArray embedded = words.apply(known);
                NDArray own = positions.value().get(new NDIndex(":" + length))) {
            hidden = embedded.add(own); // [M, L, W]
        }
        for (VisionLayer layer : layers) {
            try (NDArray before = hidden) {
                hidden = layer.apply(before);
            }
        }
        try (NDArray last = hidden;
                NDArray flat = last.reshape(-1, width);
                NDArray rows = scope.create(read);
                NDArray found = ops.gatherRows(flat, rows);
                NDArray normed = norm.apply(found)) {
            return projection.apply(normed);
        }
    }
}
