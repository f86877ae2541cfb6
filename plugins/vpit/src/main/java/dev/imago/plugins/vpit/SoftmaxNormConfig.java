package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Keys of the norms that end in a softmax. */
@Doc("makes each token a distribution by a softmax over its channels")
public record SoftmaxNormConfig(
        @Doc("what channels are divided by before the softmax") Double temperature) {
    /** Defaults and checks. */
    public SoftmaxNormConfig {
        temperature = Check.between(temperature, 0.07, 1e-6, 1e6, "temperature");
    }
}
