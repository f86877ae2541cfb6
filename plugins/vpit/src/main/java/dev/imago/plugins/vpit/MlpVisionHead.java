package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/**
 * Linear, GELU, linear: the reference's {@code mlp}. The inner width is the backbone's by default.
 */
public final class MlpVisionHead extends WeightedVisionHead {
    private final GeluStack stack;

    /** Declares {@code 0} and {@code 2} below {@code weights}. */
    @Inject
    public MlpVisionHead(
            VisionHeadConfig config, Widths widths, FeatureNorm norm, Weights weights, Ops ops) {
        super(config, norm, ops);
        int inner = config.inner(widths.input());
        stack = new GeluStack(ops, weights, widths.input(), inner, widths.output());
    }

    @Override
    public NDArray predict(NDArray hidden) {
        return stack.apply(hidden);
    }
}
