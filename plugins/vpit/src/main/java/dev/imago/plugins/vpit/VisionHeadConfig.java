package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Keys that all vision heads have. */
@Doc("predicts visual tokens from hidden states")
public record VisionHeadConfig(
        @Doc(
                        "cosine, mse, l1 (called mse in the reference), or softmax (cross-entropy of two distributions; wants a softmax norm)")
                String loss,
        @Doc("what the vision loss is multiplied with") Double weight,
        @Doc("inner width of an mlp; the backbone's by default") Integer innerWidth) {
    /** Defaults and checks. */
    public VisionHeadConfig {
        loss = Check.oneOf(loss, "cosine", List.of("cosine", "mse", "l1", "softmax"), "loss");
        weight = Check.between(weight, 1.0, 0, 1e6, "weight");
        innerWidth = Check.positive(innerWidth, null, "inner_width");
    }

    /** The inner width of an mlp over a backbone of a width. */
    int inner(int backbone) {
        return innerWidth == null ? backbone : innerWidth;
    }
}
