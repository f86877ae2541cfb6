package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * How to render.
 *
 * @param seed of whatever the decoder draws at random
 * @param steps denoising steps; 0 leaves the choice to the decoder
 * @param guidance classifier-free guidance scale; 0 leaves the choice to the decoder
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record RenderOptions(long seed, int steps, double guidance) {
    /** The decoder's own choices with seed 0. */
    public static final RenderOptions DEFAULT = new RenderOptions(0, 0, 0);
}
