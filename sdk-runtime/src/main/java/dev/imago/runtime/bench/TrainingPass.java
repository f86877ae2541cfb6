package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.model.RecomputedPass;

/**
 * Forward and backward through a language model without heads of its own.
 *
 * @param recompute whether layers are run a second time on the way back
 */
record TrainingPass(Ops ops, Backbone backbone, boolean recompute) {
    /**
     * Adds to the gradients.
     *
     * @param ids {@code [B, T]} int64
     * @param labelled {@code [L]} int64, rows {@code b·T + t} from which a label is predicted
     * @param targets {@code [L]} int64
     * @param total what the sum of losses is divided by
     * @return the loss
     */
    double backward(
            NDArray ids, AttentionInput input, NDArray labelled, NDArray targets, long total) {
        try (Autograd.Scope recording = Autograd.on()) {
            NDArray embeddings = backbone.embed(ids);
            if (recompute) {
                RecomputedPass pass = new RecomputedPass(ops, backbone, embeddings, input);
                NDArray loss = loss(pass.forward(labelled), targets, total);
                Autograd.backward(pass.backward(loss));
                return loss.getFloat();
            }
            NDArray hidden = layers(embeddings, input, labelled);
            NDArray loss = loss(backbone.norm(hidden), targets, total);
            Autograd.backward(loss);
            return loss.getFloat();
        }
    }

    private NDArray layers(NDArray embeddings, AttentionInput input, NDArray labelled) {
        Backbone.ForwardPass pass = backbone.begin(input);
        NDArray hidden = embeddings;
        for (int layer = 0; layer < backbone.depth(); layer++) {
            NDArray before = hidden;
            boolean last = layer == backbone.depth() - 1;
            hidden = last ? pass.layer(layer, before, labelled) : pass.layer(layer, before);
            before.close();
        }
        return hidden;
    }

    /** As the language-model head has it. */
    private NDArray loss(NDArray normed, NDArray targets, long total) {
        NDArray weight = backbone.output().plainWeight().orElseThrow().value();
        NDArray sum = ops.losses().linearCrossEntropySum(normed, weight, targets);
        return ops.scale(sum, 1.0 / total);
    }
}
