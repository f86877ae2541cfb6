package dev.imago.runtime.generate;

import dev.imago.api.generate.GenerationOptions;

/**
 * When a generation must end.
 *
 * @param textTokens the most text tokens and marks
 * @param images the most images
 * @param steps the most positions, visual ones included
 */
public record Limits(int textTokens, int images, int steps) {
    /**
     * The limits of a request.
     *
     * @param tokensPerImage K
     */
    public static Limits of(GenerationOptions options, int tokensPerImage) {
        long steps = options.maxNewTokens() + (long) options.maxImages() * tokensPerImage;
        return new Limits(
                options.maxNewTokens(),
                options.maxImages(),
                (int) Math.min(steps, Integer.MAX_VALUE));
    }
}
