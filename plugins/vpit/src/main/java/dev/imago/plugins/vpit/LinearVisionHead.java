package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/**
 * One linear map to the width of visual tokens. (The reference's {@code linear} keeps the
 * backbone's width, so its loss fails; see {@code docs/parity.md}.)
 */
public final class LinearVisionHead extends WeightedVisionHead {
    private final Linear linear;

    /** Declares {@code weight} and {@code bias} at {@code weights} itself. */
    @Inject
    public LinearVisionHead(
            VisionHeadConfig config, Widths widths, FeatureNorm norm, Weights weights, Ops ops) {
        super(config, norm, ops);
        linear = weights.linear("", widths.input(), widths.output(), true);
    }

    @Override
    public NDArray predict(NDArray hidden) {
        return linear.apply(hidden);
    }
}
