package dev.imago.plugins.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The measure {@code ssim}: the mean structural similarity over pictures. Real pictures are resized
 * to the made ones' size.
 */
public final class SsimMeasure implements PictureMeasure {
    private final SsimConfig config;
    private final Ssim ssim;

    /** Built by a recipe. */
    @Inject
    public SsimMeasure(SsimConfig config) {
        this.config = config;
        this.ssim = config.ssim();
    }

    @Override
    public Tally begin(StageContext context, Bootstrap bootstrap) {
        Growing similarities = new Growing();
        return new Tally() {
            @Override
            public void add(PicturePairs pairs) {
                for (int i = 0; i < pairs.made().size(); i++) {
                    Picture made = pairs.made().get(i);
                    Picture real = SameSize.of(context, pairs.real().get(i), made);
                    similarities.add(similarity(made, real));
                }
            }

            @Override
            public List<Measured> result() {
                String name = config.luma() ? "ssim_luma" : "ssim";
                return List.of(bootstrap.mean(name, similarities.values()));
            }
        };
    }

    private double similarity(Picture made, Picture real) {
        if (!ssim.fits(made.width(), made.height())) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "measure ssim",
                    "has a window of "
                            + ssim.window().length
                            + " pixels, but the pictures are "
                            + made.width()
                            + "×"
                            + made.height()
                            + "; take a smaller size or sigma");
        }
        if (config.luma()) {
            return ssim.mean(Plane.luma(made), Plane.luma(real));
        }
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += ssim.mean(Plane.of(made, channel), Plane.of(real, channel));
        }
        return sum / 3;
    }
}
