package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;

/** Forward and backward through a language model without heads of its own. */
record TrainingPass(Ops ops, Backbone backbone) {
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
            Backbone.ForwardPass pass = backbone.begin(input);
            NDArray hidden = backbone.embed(ids);
            for (int layer = 0; layer < backbone.depth(); layer++) {
                NDArray before = hidden;
                boolean last = layer == backbone.depth() - 1;
                hidden = last ? pass.layer(layer, before, labelled) : pass.layer(layer, before);
                before.close();
            }
            NDArray sum = lossSum(backbone.norm(hidden), targets);
            NDArray loss = ops.scale(sum, 1.0 / total);
            Autograd.backward(loss);
            return loss.getFloat();
        }
    }

    /** As the language-model head has it. */
    private NDArray lossSum(NDArray hidden, NDArray targets) {
        NDArray weight = backbone.output().plainWeight().orElseThrow().value();
        return ops.losses().linearCrossEntropySum(hidden, weight, targets);
    }
}
