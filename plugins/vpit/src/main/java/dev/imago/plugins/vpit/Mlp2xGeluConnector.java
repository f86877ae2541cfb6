package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** An {@link MlpConnector} of depth 2, under the reference's name. */
public final class Mlp2xGeluConnector implements Connector {
    private final MlpConnector mlp;

    /** Declares the parameters of the {@link MlpConnector}. */
    @Inject
    public Mlp2xGeluConnector(
            ConnectorConfig config, Widths widths, FeatureShape visual, Weights weights, Ops ops) {
        MlpConnectorConfig deep = new MlpConnectorConfig(2, config);
        mlp = new MlpConnector(deep, widths, visual, weights, ops);
    }

    @Override
    public NDArray connect(NDArray features, NDArray slots) {
        return mlp.connect(features, slots);
    }
}
