package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/** Three linears with GELU between them: the reference's {@code mlp2x_gelu}. */
public final class Mlp2xGeluVisionHead extends WeightedVisionHead {
    private final GeluStack stack;

    /** Declares {@code 0}, {@code 2} and {@code 4} below {@code weights}. */
    @Inject
    public Mlp2xGeluVisionHead(
            VisionHeadConfig config, Widths widths, FeatureNorm norm, Weights weights, Ops ops) {
        super(config, norm, ops);
        int width = widths.input();
        int inner = config.inner(width);
        stack = new GeluStack(ops, weights, width, inner, inner, widths.output());
    }

    @Override
    public NDArray predict(NDArray hidden) {
        return stack.apply(hidden);
    }
}
