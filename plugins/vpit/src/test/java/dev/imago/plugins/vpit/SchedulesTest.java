package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.train.Schedule;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    @Test
    void warm_up_rises_to_the_full_rate_without_a_step_at_zero() {
        Schedule schedule = new ConstantSchedule(new ScheduleConfig(4, null, null));
        assertThat(schedule.factor(0, 100)).isEqualTo(0.25);
        assertThat(schedule.factor(3, 100)).isEqualTo(1);
        assertThat(schedule.factor(99, 100)).isEqualTo(1);
    }

    @Test
    void cosine_is_at_half_in_the_middle_and_ends_near_its_least() {
        Schedule schedule = new CosineSchedule(new ScheduleConfig(10, null, 0.1));
        assertThat(schedule.factor(10, 110)).isEqualTo(1);
        assertThat(schedule.factor(60, 110)).isCloseTo(0.55, within(1e-9));
        assertThat(schedule.factor(109, 110)).isCloseTo(0.1, within(1e-3));
    }

    @Test
    void linear_falls_straight() {
        Schedule schedule = new LinearSchedule(new ScheduleConfig(null, null, null));
        assertThat(schedule.factor(25, 100)).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void a_ratio_counts_warm_up_in_shares_of_all_steps() {
        Schedule schedule = new ConstantSchedule(new ScheduleConfig(null, 0.03, null));
        assertThat(schedule.factor(14, 1000)).isEqualTo(0.5);
    }

    @Test
    void warm_up_is_given_in_one_way() {
        assertThatThrownBy(() -> new ScheduleConfig(10, 0.1, null))
                .hasMessageContaining("is given beside warmup_steps");
    }
}
