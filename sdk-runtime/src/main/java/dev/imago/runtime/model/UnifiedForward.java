package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Model;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.SegmentMask;
import java.util.Optional;

/**
 * The forward pass over mixed text and visual positions. Legend: B sequences, T positions, W width.
 */
public final class UnifiedForward {
    private final Model model;
    private final Ops ops;
    private final Precision precision;

    /** A pass over a model's parts. */
    public UnifiedForward(LiveModel live) {
        this.model = live.model();
        this.ops = live.ops();
        this.precision = live.precision();
    }

    /** {@code [B, T, W]}: token embeddings, with connected visual tokens at visual positions. */
    public NDArray embed(Batch batch) {
        NDArray text = model.backbone().embed(batch.ids());
        if (batch.visualRows() == null) {
            return text;
        }
        NDArray visual =
                model.connector().connect(ops.cast(batch.features(), precision), batch.slots());
        NDArray rows = text.reshape(-1, model.backbone().width());
        return ops.scatterRows(rows, batch.visualRows(), visual).reshape(text.getShape());
    }

    /** {@code [B·T, W]}: hidden states after all layers, before the final norm. */
    public NDArray hidden(Batch batch) {
        NDArray hidden = layers(model.backbone(), embed(batch), attention(model.backbone(), batch));
        return hidden.reshape(-1, model.backbone().width());
    }

    /**
     * Normed states where something is predicted, which spares the last layer the other positions.
     *
     * @param rows {@code [L]} int64, positions {@code b·T + t}
     * @return {@code [L, W]}
     */
    public NDArray normedRows(Batch batch, NDArray rows) {
        Backbone backbone = model.backbone();
        return backbone.norm(layers(backbone, embed(batch), attention(backbone, batch), rows));
    }

    /** A pass over a batch that keeps little: it runs each layer a second time on the way back. */
    public RecomputedPass recomputed(Batch batch) {
        Backbone backbone = model.backbone();
        return new RecomputedPass(ops, backbone, embed(batch), attention(backbone, batch));
    }

    /** What attention is told; samples of one row are hidden by a mask where layers can't. */
    private static AttentionInput attention(Backbone backbone, Batch batch) {
        NDArray segments = batch.segments();
        return segments == null || backbone.packs()
                ? new AttentionInput(batch.positions(), batch.mask(), segments, null)
                : new AttentionInput(
                        batch.positions(),
                        SegmentMask.of(segments.toLongArray(), batch.positions().getManager()),
                        null);
    }

    /**
     * Runs all layers; what a layer leaves behind is freed before the next begins.
     *
     * @param embeddings {@code [B, T, W]}
     * @return {@code [B, T, W]} before the final norm, owned by the manager of the embeddings
     */
    public static NDArray layers(Backbone backbone, NDArray embeddings, AttentionInput input) {
        return layers(backbone, embeddings, input, null);
    }

    private static NDArray layers(
            Backbone backbone, NDArray embeddings, AttentionInput input, NDArray rows) {
        Backbone.ForwardPass pass = backbone.begin(input);
        Optional<NDArray> whole = rows == null ? pass.layers(embeddings) : Optional.empty();
        return whole.orElseGet(() -> oneByOne(backbone, pass, embeddings, rows));
    }

    private static NDArray oneByOne(
            Backbone backbone, Backbone.ForwardPass pass, NDArray embeddings, NDArray rows) {
        NDManager owner = embeddings.getManager();
        NDArray hidden = embeddings;
        for (int layer = 0; layer < backbone.depth(); layer++) {
            try (NDManager scope = owner.newSubManager()) {
                NDArray before = hidden;
                before.attach(scope);
                boolean some = rows != null && layer == backbone.depth() - 1;
                hidden = some ? pass.layer(layer, before, rows) : pass.layer(layer, before);
                hidden.attach(owner);
                if (layer == 0) {
                    before.attach(owner);
                }
            }
        }
        return hidden;
    }
}
