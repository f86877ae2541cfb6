package dev.imago.api.generate;

import dev.imago.api.Api;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.plugin.Check;

/**
 * How to generate.
 *
 * @param maxNewTokens the most text tokens and marks to write; visual tokens don't count
 * @param maxImages the most images to draw
 * @param temperature 0 is greedy
 * @param topK keep this many tokens; 0 keeps all
 * @param topP keep the most likely tokens of this total probability; 1 keeps all
 * @param seed of sampling and rendering
 * @param render how pictures are rendered
 * @param adapter name of the adapter that is on, {@code base} for none; null for the model's first
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record GenerationOptions(
        int maxNewTokens,
        int maxImages,
        double temperature,
        int topK,
        double topP,
        long seed,
        RenderOptions render,
        String adapter) {
    /** Greedy, at most 256 tokens and 8 images. */
    public static final GenerationOptions DEFAULT =
            new GenerationOptions(256, 8, 0, 0, 1, 0, RenderOptions.DEFAULT);

    /** With the model's first adapter, where it has any. */
    public GenerationOptions(
            int maxNewTokens,
            int maxImages,
            double temperature,
            int topK,
            double topP,
            long seed,
            RenderOptions render) {
        this(maxNewTokens, maxImages, temperature, topK, topP, seed, render, null);
    }

    /** Checks the ranges. */
    public GenerationOptions {
        Check.between(maxNewTokens, null, 1, Integer.MAX_VALUE, "max_new_tokens");
        Check.between(maxImages, null, 0, Integer.MAX_VALUE, "max_images");
        Check.between(temperature, null, 0, 100, "temperature");
        Check.between(topK, null, 0, Integer.MAX_VALUE, "top_k");
        Check.between(topP, null, 0, 1, "top_p");
    }

    /** The same with another seed. */
    public GenerationOptions withSeed(long newSeed) {
        return new GenerationOptions(
                maxNewTokens, maxImages, temperature, topK, topP, newSeed, render, adapter);
    }

    /** The same with pictures rendered in another way. */
    public GenerationOptions withRender(RenderOptions other) {
        return new GenerationOptions(
                maxNewTokens, maxImages, temperature, topK, topP, seed, other, adapter);
    }

    /** The same with another adapter. */
    public GenerationOptions withAdapter(String name) {
        return new GenerationOptions(
                maxNewTokens, maxImages, temperature, topK, topP, seed, render, name);
    }
}
