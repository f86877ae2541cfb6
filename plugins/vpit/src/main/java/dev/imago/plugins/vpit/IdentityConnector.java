package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** Takes visual tokens as they are; their width must be the backbone's. */
public final class IdentityConnector implements Connector {
    private final TokenFrame frame;

    /** Declares nothing but the slots, if wanted. */
    @Inject
    public IdentityConnector(
            ConnectorConfig config, Widths widths, FeatureShape visual, Weights weights, Ops ops) {
        if (widths.input() != widths.output()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.connector",
                    "identity can't bridge visual tokens of width "
                            + widths.input()
                            + " and a backbone of width "
                            + widths.output());
        }
        frame = new TokenFrame(config, weights, visual, widths.output(), ops);
    }

    @Override
    public NDArray connect(NDArray features, NDArray index) {
        return frame.add(frame.scale(features), index);
    }
}
