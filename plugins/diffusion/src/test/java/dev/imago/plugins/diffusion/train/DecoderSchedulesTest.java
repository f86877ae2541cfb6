package dev.imago.plugins.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.plugin.InvalidValueException;
import org.junit.jupiter.api.Test;

class DecoderSchedulesTest {
    @Test
    void the_logarithmic_rise_begins_at_zero_and_ends_at_zero() {
        LogWarmupSchedule schedule = new LogWarmupSchedule(new LogWarmupConfig(10, 30));
        assertThat(schedule.factor(0, 0)).isZero();
        assertThat(schedule.factor(1, 0)).isCloseTo(Math.log(2) / Math.log(11), within(1e-12));
        assertThat(schedule.factor(10, 0)).isEqualTo(1);
        assertThat(schedule.factor(20, 0)).isEqualTo(0.5);
        assertThat(schedule.factor(30, 0)).isZero();
        assertThat(schedule.factor(31, 0)).isZero();
    }

    @Test
    void the_ramp_stays_where_it_came_to() {
        RampSchedule schedule = new RampSchedule(new RampConfig(4));
        assertThat(schedule.factor(0, 0)).isZero();
        assertThat(schedule.factor(1, 0)).isEqualTo(0.25);
        assertThat(schedule.factor(4, 0)).isEqualTo(1);
        assertThat(schedule.factor(400, 0)).isEqualTo(1);
    }

    @Test
    void an_end_before_the_top_is_refused() {
        assertThatThrownBy(() -> new LogWarmupConfig(4000, 3000))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("end_step is 3000, expected more than the 4000 warmup_steps");
        assertThatThrownBy(() -> new RampConfig(0)).hasMessageContaining("ramp_steps is 0");
    }
}
