package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;
import java.util.Arrays;

/** {@code depth} linear maps with GELU between them; all inner widths are the backbone's. */
public final class MlpConnector implements Connector {
    private final GeluStack stack;
    private final TokenFrame frame;

    /** Declares {@code 0.weight}, {@code 2.weight}... below {@code weights}. */
    @Inject
    public MlpConnector(
            MlpConnectorConfig config,
            Widths widths,
            FeatureShape visual,
            Weights weights,
            Ops ops) {
        int[] sizes = new int[config.depth() + 1];
        Arrays.fill(sizes, widths.output());
        sizes[0] = widths.input();
        stack = new GeluStack(ops, weights, sizes);
        frame = new TokenFrame(config.common(), weights, visual, widths.output(), ops);
    }

    @Override
    public NDArray connect(NDArray features, NDArray index) {
        try (NDArray scaled = frame.scale(features)) {
            return frame.add(stack.apply(scaled), index);
        }
    }
}
