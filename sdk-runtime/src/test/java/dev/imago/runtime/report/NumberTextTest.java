package dev.imago.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void figures_have_four_digits() {
        assertThat(NumberText.figure(0.81254)).isEqualTo("0.8125");
        assertThat(NumberText.figure(18312.4)).isEqualTo("18,312");
        assertThat(NumberText.figure(1000)).isEqualTo("1,000");
        assertThat(NumberText.figure(-0.5)).isEqualTo("−0.5000");
        assertThat(NumberText.figure(3.2e-5)).isEqualTo("3.20e-05");
        assertThat(NumberText.figure(0)).isEqualTo("0");
        assertThat(NumberText.figure(Double.NaN)).isEqualTo("not a number");
        assertThat(NumberText.figure(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    }

    @Test
    void ticks_have_no_more_digits_than_their_step() {
        assertThat(NumberText.tick(0.5, 0.5)).isEqualTo("0.5");
        assertThat(NumberText.tick(-1, 0.5)).isEqualTo("−1");
        assertThat(NumberText.tick(0.1 + 0.2, 0.1)).isEqualTo("0.3");
        assertThat(NumberText.tick(1e-17, 0.1)).isEqualTo("0");
        assertThat(NumberText.tick(18500, 500)).isEqualTo("18.5k");
        assertThat(NumberText.tick(2_000_000, 1_000_000)).isEqualTo("2M");
        assertThat(NumberText.tick(5e-4, 5e-4)).isEqualTo("5e-4");
        assertThat(NumberText.tick(0.0015, 5e-4)).isEqualTo("0.0015");
    }

    @Test
    void tells_numbers_from_words() {
        assertThat(
                        java.util.List.of(
                                "81.3%", "1,000", "−0.5", "12 s", "4×", "1e-5", "≥ 5", "1.2 GiB"))
                .allMatch(NumberText::isNumeric);
        assertThat(java.util.List.of("blue", "3 red sneakers here", "", "2×2 grid of things"))
                .noneMatch(NumberText::isNumeric);
    }
}
