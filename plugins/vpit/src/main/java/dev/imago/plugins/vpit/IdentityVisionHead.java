package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Ops;
import jakarta.inject.Inject;

/** Takes hidden states as visual tokens; the backbone's width must be theirs. */
public final class IdentityVisionHead extends WeightedVisionHead {

    /** Declares nothing: it has no parameters. */
    @Inject
    public IdentityVisionHead(VisionHeadConfig config, Widths widths, FeatureNorm norm, Ops ops) {
        super(config, norm, ops);
        if (widths.input() != widths.output()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.heads.vision",
                    "identity can't bridge a backbone of width "
                            + widths.input()
                            + " and visual tokens of width "
                            + widths.output());
        }
    }

    @Override
    public NDArray predict(NDArray hidden) {
        return hidden.reshape(hidden.getShape());
    }
}
