package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.model.TiledEncoder;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.image.TiledPixels;
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
            NDArray tokens = ops.cast(tokens(images, scope), Precision.FP32);
            tokens.attach(owner);
            return tokens;
        }
    }

    private NDArray tokens(List<ImageSource> images, NDManager scope) {
        if (parts.encoder() instanceof TiledEncoder tiled) {
            TiledPixels seen = pixels.tiled(images, scope);
            NDArray views = ops.cast(seen.views(), precision);
            return parts.reduced(tiled.encode(views, seen.tilings()));
        }
        return parts.visualTokens(ops.cast(pixels.pixels(images, scope), precision));
    }
}
