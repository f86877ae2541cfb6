package dev.imago.plugins.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The measure {@code psnr}: the mean over pictures of the peak signal-to-noise ratio in decibels,
 * and of the mean squared error of pixels 0..255. Real pictures are resized to the made ones' size.
 */
public final class PsnrMeasure implements PictureMeasure {
    private static final double RANGE = 255;

    /** Of pictures that are equal in every byte; half a level's error would give about this. */
    private static final double MOST = 60;

    private final PsnrConfig config;

    /** Built by a recipe. */
    @Inject
    public PsnrMeasure(PsnrConfig config) {
        this.config = config;
    }

    @Override
    public Tally begin(StageContext context, Bootstrap bootstrap) {
        Growing ratios = new Growing();
        Growing errors = new Growing();
        return new Tally() {
            @Override
            public void add(PicturePairs pairs) {
                for (int i = 0; i < pairs.made().size(); i++) {
                    Picture made = pairs.made().get(i);
                    double error = error(made, SameSize.of(context, pairs.real().get(i), made));
                    errors.add(error);
                    ratios.add(Math.min(MOST, PixelError.psnr(error, RANGE)));
                }
            }

            @Override
            public List<Measured> result() {
                String suffix = config.luma() ? "_luma" : "";
                return List.of(
                        bootstrap.mean("psnr" + suffix, ratios.values()),
                        bootstrap.mean("mse" + suffix, errors.values()));
            }
        };
    }

    private double error(Picture made, Picture real) {
        if (config.luma()) {
            return PixelError.meanSquared(Plane.luma(made).values(), Plane.luma(real).values());
        }
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            double[] one = Plane.of(made, channel).values();
            sum += PixelError.meanSquared(one, Plane.of(real, channel).values());
        }
        return sum / 3;
    }
}
