package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaintGradientsTest {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final FaintGradients faint = new FaintGradients();

    @BeforeEach
    void takeTwoSteps() {
        faint.note(Map.of("bias", manager.create(new float[] {1f, 1e-9f, 0.5f, 0f})), manager);
        faint.note(Map.of("bias", manager.create(new float[] {1f, 0.5f, 0.5f, 1e-9f})), manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void only_numbers_with_a_gradient_near_zero_may_go_either_way() {
        NDArray expected = manager.create(new float[] {1f, 1f, 1f, 1f});
        NDArray actual = manager.create(new float[] {1.004f, 1.004f, 1f, 0.996f});

        assertThat(faint.forgive("bias", actual, expected, 0.006).toFloatArray())
                .containsExactly(1.004f, 1f, 1f, 1f);
    }

    @Test
    void no_gradient_at_all_is_no_faint_one() {
        assertThat(faint.count("bias")).isEqualTo(2);
        faint.note(Map.of("unseen", manager.create(new float[] {0f, 1f})), manager);
        assertThat(faint.count("unseen")).isZero();
        assertThat(faint.count("other")).isZero();
    }

    @Test
    void none_may_go_further_than_steps_lead() {
        NDArray expected = manager.create(new float[] {1f, 1f});
        NDArray actual = manager.create(new float[] {1f, 1.1f});

        assertThat(faint.forgive("bias", actual, expected, 0.006).toFloatArray())
                .containsExactly(1f, 1.1f);
        assertThat(faint.forgive("other", actual, expected, 0.006)).isSameAs(actual);
    }
}
