package dev.imago.api.model;

import dev.imago.api.Api;
import dev.imago.api.data.Picture;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.InvalidValueException;

/**
 * How to render. What a decoder has no use for it passes over, but for {@code start}.
 *
 * @param seed of whatever the decoder draws at random; picture i of a batch draws as one alone does
 *     with {@code seed + i}
 * @param steps denoising steps; 0 leaves the choice to the decoder
 * @param guidance classifier-free guidance scale, at least 1; 0 leaves the choice to the decoder
 * @param sampler how noise becomes a picture; null leaves the choice to the decoder
 * @param height in pixels; 0 leaves the choice to the decoder
 * @param width in pixels; 0 leaves the choice to the decoder
 * @param start a picture to start from, which only a {@link SteppedDecoder} can; null starts from
 *     noise
 * @param decoder name of one of the model's further decoders; null for its own
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record RenderOptions(
        long seed,
        int steps,
        double guidance,
        String sampler,
        int height,
        int width,
        Start start,
        String decoder) {
    /** The decoder's own choices with seed 0. */
    public static final RenderOptions DEFAULT = new RenderOptions(0, 0, 0);

    /** Checks the ranges. */
    public RenderOptions {
        Check.between(steps, null, 0, Integer.MAX_VALUE, "steps");
        if (guidance != 0 && !(guidance >= 1 && guidance < Double.POSITIVE_INFINITY)) {
            throw new InvalidValueException(
                    "guidance", "is " + guidance + ", expected a number of at least 1");
        }
        Check.between(height, null, 0, Integer.MAX_VALUE, "height");
        Check.between(width, null, 0, Integer.MAX_VALUE, "width");
    }

    /** With the model's own decoder. */
    public RenderOptions(
            long seed,
            int steps,
            double guidance,
            String sampler,
            int height,
            int width,
            Start start) {
        this(seed, steps, guidance, sampler, height, width, start, null);
    }

    /** The decoder's own sampler and size, from noise. */
    public RenderOptions(long seed, int steps, double guidance) {
        this(seed, steps, guidance, null, 0, 0, null);
    }

    /** The same with another seed. */
    public RenderOptions withSeed(long other) {
        return new RenderOptions(other, steps, guidance, sampler, height, width, start, decoder);
    }

    /** The same with another guidance. */
    public RenderOptions withGuidance(double other) {
        return new RenderOptions(seed, steps, other, sampler, height, width, start, decoder);
    }

    /** The same with another of the model's decoders. */
    public RenderOptions withDecoder(String other) {
        return new RenderOptions(seed, steps, guidance, sampler, height, width, start, other);
    }

    /** The same from another start. */
    public RenderOptions withStart(Start other) {
        return new RenderOptions(seed, steps, guidance, sampler, height, width, other, decoder);
    }

    /**
     * A picture to change.
     *
     * @param picture a decoder itself takes one of the size it renders, a model one of any; null
     *     for the last one that the request shows
     * @param strength 0 hardly changes it, 1 keeps nothing of it
     */
    public record Start(Picture picture, double strength) {
        /** Checks the range. */
        public Start {
            Check.between(strength, null, 0, 1, "strength");
        }

        /**
         * From the last picture that a request shows, such as the one to edit. Where the turn that
         * shows it shows several, or none does, the request is refused.
         */
        public static Start ofRequest(double strength) {
            return new Start(null, strength);
        }
    }
}
