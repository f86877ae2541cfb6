package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** A linear map, a softmax over its channels, another linear map: the reference's mlpsoftmax. */
public final class MlpSoftmaxConnector implements Connector {
    private final Ops ops;
    private final Linear first;
    private final Linear second;
    private final TokenFrame frame;

    /** Declares {@code 0.weight} and {@code 2.weight} with biases below {@code weights}. */
    @Inject
    public MlpSoftmaxConnector(
            ConnectorConfig config, Widths widths, FeatureShape visual, Weights weights, Ops ops) {
        this.ops = ops;
        first = weights.linear("0", widths.input(), widths.output(), true);
        second = weights.linear("2", widths.output(), widths.output(), true);
        frame = new TokenFrame(config, weights, visual, widths.output(), ops);
    }

    @Override
    public NDArray connect(NDArray features, NDArray index) {
        try (NDArray scaled = frame.scale(features);
                NDArray inner = first.apply(scaled);
                NDArray shares = ops.softmax(inner, -1)) {
            return frame.add(second.apply(shares), index);
        }
    }
}
