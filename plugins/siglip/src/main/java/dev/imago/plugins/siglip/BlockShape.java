package dev.imago.plugins.siglip;

import dev.imago.api.nn.Gelu;
import dev.imago.api.nn.GeluMlp;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.SelfAttention;
import dev.imago.api.nn.Weights;

/**
 * Sizes of a {@link SiglipLayer}.
 *
 * @param width of what comes in and goes out
 * @param inner width of the feed-forward block
 * @param heads of the attention
 * @param epsilon of the norms
 * @param form of the activation
 * @param causal whether a position sees only what came before
 */
record BlockShape(int width, int inner, int heads, double epsilon, Gelu form, boolean causal) {
    GeluMlp mlp(Weights weights, Ops ops) {
        return new GeluMlp(ops, weights, width, inner, form);
    }

    SelfAttention attention(Weights weights, Ops ops) {
        return new SelfAttention(
                ops,
                weights,
                SelfAttention.Names.PROJ,
                new SelfAttention.Shape(width, heads, true, causal));
    }
}
