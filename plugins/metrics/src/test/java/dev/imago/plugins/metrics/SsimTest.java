package dev.imago.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SsimTest {
    private static Plane noise(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[width * height];
        java.util.Arrays.setAll(values, i -> random.nextInt(256));
        return new Plane(width, height, values);
    }

    @Test
    void equals_are_fully_alike_and_noise_is_not() {
        Plane one = noise(30, 20, 1);
        for (Ssim ssim : new Ssim[] {Ssim.wang(255), Ssim.uniform(7, true, 255)}) {
            assertThat(ssim.mean(one, one)).isCloseTo(1, within(1e-12));
            assertThat(ssim.mean(one, noise(30, 20, 2))).isBetween(-0.2, 0.2);
        }
    }

    @Test
    void a_window_of_one_setting_is_computed_by_hand() {
        double[] ramp = new double[9];
        java.util.Arrays.setAll(ramp, i -> i);
        Plane a = new Plane(3, 3, ramp);
        double[] shifted = ramp.clone();
        shifted[4] = 10;
        Plane b = new Plane(3, 3, shifted);
        double meanA = 4;
        double meanB = 42 / 9.0;
        double varianceA = 60 / 8.0;
        double squaresB = (204 - 16 + 100) / 9.0;
        double varianceB = (squaresB - meanB * meanB) * 9 / 8;
        double covariance = ((204 - 16 + 40) / 9.0 - meanA * meanB) * 9 / 8;
        double c1 = 2.55 * 2.55;
        double c2 = 7.65 * 7.65;
        double wanted =
                (2 * meanA * meanB + c1)
                        * (2 * covariance + c2)
                        / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
        assertThat(Ssim.uniform(3, true, 255).mean(a, b)).isCloseTo(wanted, within(1e-12));
    }

    @Test
    void planes_that_are_too_small_or_differ_in_size_are_refused() {
        assertThatThrownBy(() -> Ssim.wang(255).map(noise(8, 8, 1), noise(8, 8, 2)))
                .hasMessageContaining("at least the window's 11");
        assertThatThrownBy(() -> Ssim.uniform(3, true, 255).map(noise(8, 8, 1), noise(9, 8, 2)))
                .hasMessageContaining("8×8 and 9×8");
    }

    @Test
    void no_error_is_infinitely_far_from_noise() {
        assertThat(PixelError.psnr(0, 255)).isInfinite();
        assertThat(PixelError.psnr(255 * 255, 255)).isZero();
        assertThat(PixelError.meanSquared(new double[] {1, 2}, new double[] {3, 2})).isEqualTo(2);
    }
}
