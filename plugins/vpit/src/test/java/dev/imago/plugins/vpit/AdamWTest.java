package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Optimizer.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static AdamWConfig config(boolean masters) {
        return new AdamWConfig(0.1, null, null, 0.5, null, masters);
    }

    private static Group group(
            Optimizer optimizer, Bed bed, NDArray value, NDArray gradient, boolean decay) {
        return new Group(
                "",
                1,
                decay,
                new NDList(value),
                new NDList(gradient),
                List.of(optimizer.newState(bed.manager(), "", value)));
    }

    @Test
    void the_first_step_is_the_rate_against_the_sign_and_decay_comes_first() {
        try (Bed bed = new Bed()) {
            Optimizer adamw = new AdamW(config(false), bed.ops());
            NDArray decayed = bed.array(new Shape(2), 1, -1);
            NDArray spared = bed.array(new Shape(2), 1, -1);
            NDArray gradient = bed.array(new Shape(2), 0.3f, -2);
            adamw.step(1, 0.1, List.of(group(adamw, bed, decayed, gradient, true)));
            adamw.step(1, 0.1, List.of(group(adamw, bed, spared, gradient, false)));
            assertThat(decayed.toFloatArray()[0]).isCloseTo(0.95f - 0.1f, within(1e-5f));
            assertThat(spared.toFloatArray()[1]).isCloseTo(-1 + 0.1f, within(1e-5f));
        }
    }

    @Test
    void a_group_s_factor_multiplies_its_rate() {
        try (Bed bed = new Bed()) {
            Optimizer adamw = new AdamW(config(false), bed.ops());
            NDArray value = bed.array(new Shape(1), 1);
            NDArray gradient = bed.array(new Shape(1), 1);
            NDList state = adamw.newState(bed.manager(), "", value);
            Group half =
                    new Group(
                            "",
                            0.5,
                            false,
                            new NDList(value),
                            new NDList(gradient),
                            List.of(state));
            adamw.step(1, 0.1, List.of(half));
            assertThat(value.toFloatArray()[0]).isCloseTo(0.95f, within(1e-5f));
        }
    }

    @Test
    void masters_keep_steps_that_bfloat16_would_lose() {
        try (Bed bed = new Bed()) {
            Optimizer adamw = new AdamW(config(true), bed.ops());
            assertThat(adamw.stateNames("")).containsExactly("exp_avg", "exp_avg_sq", "master");
            NDArray value = bed.ops().cast(bed.array(new Shape(1), 256), Precision.BF16);
            NDArray gradient = bed.ops().cast(bed.array(new Shape(1), 1), Precision.BF16);
            Group group = group(adamw, bed, value, gradient, false);
            for (int step = 1; step <= 10; step++) {
                adamw.step(step, 0.1, List.of(group));
            }
            NDArray master = group.state().get(0).get(2);
            assertThat(master.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(master.toFloatArray()[0]).isCloseTo(255f, within(1e-2f));
            assertThat(bed.ops().cast(value, Precision.FP32).toFloatArray()[0]).isEqualTo(255f);
        }
    }

    @Test
    void two_betas_are_wanted() {
        assertThatThrownBy(() -> new AdamWConfig(null, List.of(0.9), null, null, null, null))
                .hasMessage("betas has 1 values, expected 2");
    }
}
