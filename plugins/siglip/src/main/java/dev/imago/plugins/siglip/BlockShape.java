package dev.imago.plugins.siglip;

import dev.imago.api.nn.Init;

/**
 * Sizes of a {@link SiglipLayer}.
 *
 * @param width of what comes in and goes out
 * @param inner width of the feed-forward block
 * @param heads of the attention
 * @param epsilon of the norms
 * @param tanh whether GELU is the tanh approximation
 * @param causal whether a position sees only what came before
 */
record BlockShape(int width, int inner, int heads, double epsilon, boolean tanh, boolean causal) {
    /** PyTorch's own default for linear maps; small random ones learn much later. */
    static Init init(int fanIn) {
        return Init.uniform(1 / Math.sqrt(fanIn));
    }
}
