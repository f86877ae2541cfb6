package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** One linear map. */
public final class LinearConnector implements Connector {
    private final Linear linear;
    private final TokenFrame frame;

    /** Declares {@code weight} and {@code bias} at {@code weights} itself. */
    @Inject
    public LinearConnector(
            ConnectorConfig config, Widths widths, FeatureShape visual, Weights weights, Ops ops) {
        linear = weights.linear("", widths.input(), widths.output(), true);
        frame = new TokenFrame(config, weights, visual, widths.output(), ops);
    }

    @Override
    public NDArray connect(NDArray features, NDArray index) {
        try (NDArray scaled = frame.scale(features)) {
            return frame.add(linear.apply(scaled), index);
        }
    }
}
