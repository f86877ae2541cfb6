package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.image.PixelArrays;
import java.util.List;

/** Visual tokens straight from the encoder, for pictures that are seen once. */
public final class DirectFeatures implements VisualInput {
    private final LiveModel live;
    private final PixelArrays pixels;

    /** Encodes with a model's encoder. */
    public DirectFeatures(LiveModel live) {
        this.live = live;
        this.pixels = new PixelArrays(live.model().encoder().preprocessing());
    }

    @Override
    public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            NDArray input = live.ops().cast(pixels.pixels(images, scope), live.precision());
            NDArray tokens = live.ops().cast(live.model().visualTokens(input), Precision.FP32);
            tokens.attach(owner);
            return tokens;
        }
    }
}
