package dev.imago.plugins.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * Keys of the measure {@code ssim}.
 *
 * @param window how neighbours count
 * @param size side of a uniform window
 * @param sigma of a Gaussian window
 * @param sampleCovariance whether variances are divided by one less than the window's pixels
 * @param luma whether only brightness is compared
 */
@Doc("Structural similarity of pictures.")
public record SsimConfig(
        @Doc("how neighbours count: gaussian or uniform") String window,
        @Doc("odd side of a uniform window in pixels") Integer size,
        @Doc("standard deviation of a gaussian window in pixels; it ends at 3.5 of them")
                Double sigma,
        @Doc("whether variances are divided by one less than the window's pixels; true for uniform")
                Boolean sampleCovariance,
        @Doc("whether only brightness is compared; else the mean of the channels") Boolean luma) {
    private static final String GAUSSIAN = "gaussian";

    /** Defaults and checks. */
    public SsimConfig {
        window = Check.oneOf(window, GAUSSIAN, List.of(GAUSSIAN, "uniform"), "window");
        size = Check.between(size, 7, 3, 255, "size");
        if (size % 2 == 0) {
            throw new InvalidValueException("size", "is " + size + ", expected an odd number");
        }
        sigma = Check.between(sigma, 1.5, 0.3, 50, "sigma");
        sampleCovariance = Check.orDefault(sampleCovariance, !window.equals(GAUSSIAN));
        luma = Check.orDefault(luma, false);
    }

    /** The settings over bytes. */
    Ssim ssim() {
        return window.equals(GAUSSIAN)
                ? Ssim.gaussian(sigma, sampleCovariance, 255)
                : Ssim.uniform(size, sampleCovariance, 255);
    }
}
