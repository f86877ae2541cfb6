package dev.imago.runtime.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Pictures;
import dev.imago.runtime.generate.PictureRenderer;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.image.Resize;
import dev.imago.runtime.image.ResizeFilter;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.VisualInput;
import java.util.List;

/** Pictures as a stage's model sees them. */
final class RunPictures implements Pictures {
    private final LiveModel live;
    private final PixelArrays pixels;
    private final VisualInput features;
    private final SafePoints points;

    RunPictures(LiveModel live, VisualInput features, SafePoints points) {
        this.live = live;
        this.pixels = new PixelArrays(live.model().encoder().preprocessing());
        this.features = features;
        this.points = points;
    }

    @Override
    public NDArray pixels(List<ImageSource> images, NDManager owner) {
        points.pass();
        return narrowed(pixels.pixels(images, owner));
    }

    @Override
    public NDArray pixels(List<ImageSource> images, Preprocessing other, NDManager owner) {
        points.pass();
        return narrowed(new PixelArrays(other).pixels(images, owner));
    }

    @Override
    public Picture resize(Picture picture, int width, int height) {
        return Resize.to(picture, width, height, ResizeFilter.of("bicubic"));
    }

    private NDArray narrowed(NDArray wide) {
        if (live.precision() == Precision.FP32) {
            return wide;
        }
        try (wide) {
            return live.ops().cast(wide, live.precision());
        }
    }

    @Override
    public NDArray unitPixels(List<Picture> pictures, NDManager owner) {
        return PixelArrays.unit(pictures, owner);
    }

    @Override
    public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
        points.pass();
        return features.visualTokens(images, owner);
    }

    @Override
    public List<Picture> render(NDArray tokens, RenderOptions options) {
        points.pass();
        try (Autograd.Scope inference = Autograd.off()) {
            return new PictureRenderer(live).render(tokens, options);
        }
    }
}
