package dev.imago.runtime.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LengthsTest {
    @Test
    void quantiles_and_bins_count_every_sample() {
        Lengths lengths = new Lengths();
        for (int length = 1; length <= 1000; length++) {
            lengths.add(length);
        }
        assertThat(lengths.quantile(0.5)).isEqualTo(500);
        assertThat(lengths.quantile(0.95)).isEqualTo(950);
        assertThat(lengths.longest()).isEqualTo(1000);
        assertThat(lengths.positions()).isEqualTo(500_500);
        assertThat(lengths.histogram())
                .hasSizeBetween(5, 12)
                .first()
                .isEqualTo(new Lengths.Bin(0, 99, 99));
        assertThat(lengths.histogram().stream().mapToLong(Lengths.Bin::samples).sum())
                .isEqualTo(1000);
    }

    @Test
    void bins_begin_near_the_shortest() {
        Lengths lengths = new Lengths();
        lengths.add(5003);
        lengths.add(5009);
        assertThat(lengths.histogram()).last().extracting(Lengths.Bin::to).isNotNull();
        assertThat(lengths.histogram().stream().mapToLong(Lengths.Bin::samples).sum()).isEqualTo(2);
    }

    @Test
    void without_samples_there_is_nothing() {
        assertThat(new Lengths().histogram()).isEmpty();
        assertThat(new Lengths().quantile(0.5)).isZero();
    }
}
