package dev.imago.api.nn;

import dev.imago.api.Api;

/**
 * Sizes of a {@link CausalSelfAttention}.
 *
 * @param width of what comes in and goes out
 * @param heads of queries
 * @param keyValueHeads each serves {@code heads / keyValueHeads} query heads
 * @param headWidth channels of one head; need not be {@code width / heads}
 * @param inputBias whether {@code q_proj}, {@code k_proj} and {@code v_proj} have a bias
 * @param outputBias whether {@code o_proj} has one
 * @param window how many positions a position sees, its own included; 0 for all before it
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record AttentionShape(
        int width,
        int heads,
        int keyValueHeads,
        int headWidth,
        boolean inputBias,
        boolean outputBias,
        int window) {
    /** Checks that the heads divide. */
    public AttentionShape {
        if (keyValueHeads < 1 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    heads + " heads cannot share " + keyValueHeads + " key-value heads");
        }
        if (headWidth < 2 || headWidth % 2 != 0) {
            throw new IllegalArgumentException("head width " + headWidth + " is not even");
        }
        if (window < 0) {
            throw new IllegalArgumentException("a window of " + window + " positions");
        }
    }

    /** The same with a window. */
    public AttentionShape withWindow(int positions) {
        return new AttentionShape(
                width, heads, keyValueHeads, headWidth, inputBias, outputBias, positions);
    }
}
