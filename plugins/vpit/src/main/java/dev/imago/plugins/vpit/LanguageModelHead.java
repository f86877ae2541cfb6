package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/** The language model's head: {@code lm_head} or the tied embedding, with cross-entropy. */
public final class LanguageModelHead implements TextHead {
    private final Ops ops;
    private final Linear output;
    private final double weight;

    /** Declares nothing: the backbone owns the output layer. */
    @Inject
    public LanguageModelHead(TextHeadConfig config, Backbone backbone, Ops ops) {
        this.ops = ops;
        output = backbone.output();
        weight = config.weight();
    }

    @Override
    public NDArray predict(NDArray hidden) {
        return output.apply(hidden);
    }

    @Override
    public NDArray lossSum(NDArray prediction, NDArray target) {
        return ops.losses().crossEntropySum(prediction, target);
    }

    @Override
    public NDArray lossSumOf(NDArray hidden, NDArray target) {
        return output.plainWeight()
                .map(plain -> ops.losses().linearCrossEntropySum(hidden, plain.value(), target))
                .orElseGet(() -> lossSum(predict(hidden), target));
    }

    @Override
    public double weight() {
        return weight;
    }
}
