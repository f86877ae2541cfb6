package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.image.PixelArrays;
import java.util.List;

/** Visual tokens straight from the encoder, for pictures that are seen once. */
public final class DirectFeatures implements VisualInput {
    private final VisionParts parts;
    private final Ops ops;
    private final Precision precision;
    private final PixelArrays pixels;

    /** Encodes with a model's encoder. */
    public DirectFeatures(LiveModel live) {
        this(live.vision(), live.ops(), live.precision());
    }

    /** Encodes with the parts of no model. */
    public DirectFeatures(VisionParts parts, Ops ops, Precision precision) {
        this.parts = parts;
        this.ops = ops;
        this.precision = precision;
        this.pixels = new PixelArrays(parts.encoder().preprocessing());
    }

    @Override
    public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            NDArray input = ops.cast(pixels.pixels(images, scope), precision);
            NDArray tokens = ops.cast(parts.visualTokens(input), Precision.FP32);
            tokens.attach(owner);
            return tokens;
        }
    }
}
