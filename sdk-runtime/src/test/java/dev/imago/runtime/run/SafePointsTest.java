package dev.imago.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.runtime.train.Interruption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafePointsTest {
    private final Interruption interruption = new Interruption();
    private final SafePoints points = new SafePoints("evaluate", interruption);

    @Test
    void a_stage_goes_on_until_somebody_asks() {
        points.pass();
        assertThat(points.cancelled()).isFalse();
        interruption.request();
        assertThatThrownBy(points::pass).hasMessageContaining("stage evaluate: stopped");
        assertThatThrownBy(points::cancelled).hasMessageContaining("stage evaluate: stopped");
    }

    @Test
    void a_training_loop_is_left_to_save_first() {
        interruption.request();
        List<String> done = new ArrayList<>();
        points.training(
                () -> {
                    points.pass();
                    done.add("trained");
                });
        assertThat(done).containsExactly("trained");
        assertThatThrownBy(points::pass).hasMessageContaining("stopped");
    }
}
