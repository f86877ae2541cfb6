package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;

/**
 * Pictures to latents and back. Legend: N pictures, H and W their sides in pixels, L channels of
 * the latents, h and w their sides.
 */
public final class AutoencoderKL {
    private final Ops ops;
    private final VaeConfig config;
    private final VaeEncoder encoder;
    private final VaeDecoder decoder;
    private final Conv2d quantConv;
    private final Conv2d postQuantConv;

    /** Declares the parameters under the names of diffusers. */
    public AutoencoderKL(VaeConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        this.config = config;
        encoder = new VaeEncoder(config, weights.at("encoder"), ops);
        decoder = new VaeDecoder(config, weights.at("decoder"), ops);
        int latents = config.latentChannels();
        quantConv = config.useQuantConv() ? pointwise(weights.at("quant_conv"), 2 * latents) : null;
        postQuantConv =
                config.usePostQuantConv()
                        ? pointwise(weights.at("post_quant_conv"), latents)
                        : null;
    }

    private Conv2d pointwise(Weights weights, int channels) {
        return new Conv2d(ops, weights, channels, channels, 1, 1, true);
    }

    /** Its sizes. */
    public VaeConfig config() {
        return config;
    }

    /**
     * Encodes.
     *
     * @param pictures {@code [N, 3, H, W]} in -1..1; sides that the autoencoder's scale divides
     * @return over {@code [N, L, h, w]}; the caller closes it
     */
    public Posterior encode(NDArray pictures) {
        return encode(pictures, Probe.NONE);
    }

    /** As above, showing what modules give. */
    public Posterior encode(NDArray pictures, Probe probe) {
        Shape shape = pictures.getShape();
        int scale = config.scale();
        if (shape.get(2) % scale != 0 || shape.get(3) % scale != 0) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    VaeConfig.CLASS,
                    "takes pictures whose sides are multiples of "
                            + scale
                            + ", but was given "
                            + shape.get(3)
                            + "×"
                            + shape.get(2));
        }
        try (NDArray encoded = encoder.apply(pictures, probe.below("encoder"))) {
            if (quantConv == null) {
                return new Posterior(ops, encoded);
            }
            try (NDArray moments = quantConv.apply(encoded)) {
                return new Posterior(ops, moments);
            }
        }
    }

    /**
     * Decodes.
     *
     * @param latents {@code [N, L, h, w]}, not scaled any more
     * @return {@code [N, 3, H, W]} about -1..1, not clamped, owned by the manager of {@code
     *     latents}
     */
    public NDArray decode(NDArray latents) {
        return decode(latents, Probe.NONE);
    }

    /** As above, showing what modules give. */
    public NDArray decode(NDArray latents, Probe probe) {
        try (NDArray entered =
                        postQuantConv == null
                                ? ops.images().channelsLast(latents)
                                : postQuantConv.apply(latents);
                NDArray decoded = decoder.apply(entered, probe.below("decoder"))) {
            return ops.images().rowMajor(decoded);
        }
    }

    /** What a UNet takes of latents; a new array owned by their manager. */
    public NDArray scaled(NDArray latents) {
        if (config.shiftFactor() == null) {
            return ops.scale(latents, config.scalingFactor());
        }
        try (NDArray shifted = ops.images().shift(latents, -config.shiftFactor())) {
            return ops.scale(shifted, config.scalingFactor());
        }
    }

    /** Undoes {@link #scaled}. */
    public NDArray unscaled(NDArray scaled) {
        NDArray latents = ops.scale(scaled, 1 / config.scalingFactor());
        if (config.shiftFactor() == null) {
            return latents;
        }
        try (latents) {
            return ops.images().shift(latents, config.shiftFactor());
        }
    }
}
