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
        @Doc("what the vision loss is multiplied with") Double weight) {
    /** Defaults and checks. */
    public VisionHeadConfig {
        loss = Check.oneOf(loss, "cosine", List.of("cosine", "mse", "l1", "softmax"), "loss");
        weight = Check.between(weight, 1.0, 0, 1e6, "weight");
    }
}
