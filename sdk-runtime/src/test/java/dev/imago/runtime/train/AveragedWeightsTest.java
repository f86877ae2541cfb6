package dev.imago.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AveragedWeightsTest {
    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    /** Adds the gradient; has one number of state. */
    private static final class Adding implements Optimizer {
        @Override
        public double learningRate() {
            return 1;
        }

        @Override
        public List<String> stateNames(String rule) {
            return List.of("own");
        }

        @Override
        public NDList newState(NDManager owner, String rule, NDArray parameter) {
            return new NDList(owner.create(0f));
        }

        @Override
        public void step(long step, double rate, List<Group> groups) {
            for (Group group : groups) {
                assertThat(group.state().get(0)).hasSize(1);
                group.parameters().get(0).addi(group.gradients().get(0));
            }
        }
    }

    private static void step(Optimizer optimizer, TrainedParameter parameter, long step) {
        NDArray slope = parameter.value().onesLike();
        optimizer.step(
                step,
                1,
                List.of(
                        new Optimizer.Group(
                                "",
                                1,
                                false,
                                new NDList(parameter.value()),
                                new NDList(slope),
                                List.of(parameter.state()))));
        slope.close();
    }

    @Test
    void the_average_follows_the_parameter_and_replaces_it_at_the_end() {
        NDManager manager = leaks.manager();
        AveragedWeights averaged = new AveragedWeights(new Adding(), 0.5, new Ops(manager));
        NDArray value = manager.create(new float[] {0, 10});
        TrainedParameter parameter =
                new TrainedParameter(
                        "p", value, "", 1, false, averaged.newState(manager, "", value), List.of());
        assertThat(averaged.stateNames("")).containsExactly("own", "ema");
        double wanted = 0;
        for (int step = 1; step <= 30; step++) {
            step(averaged, parameter, step);
            double share = Math.min(0.5, (1.0 + step) / (10 + step));
            wanted = share * wanted + (1 - share) * step;
        }
        assertThat(value.toFloatArray()).containsExactly(30, 40);
        averaged.settle(List.of(parameter));
        assertThat(value.getFloat(0)).isCloseTo((float) wanted, within(1e-4f));
        assertThat(value.getFloat(1)).isCloseTo((float) wanted + 10, within(1e-4f));
    }

    @Test
    void without_a_decay_nothing_is_kept_nor_changed() {
        NDManager manager = leaks.manager();
        AveragedWeights plain = new AveragedWeights(new Adding(), 0, new Ops(manager));
        NDArray value = manager.create(new float[] {1});
        TrainedParameter parameter =
                new TrainedParameter(
                        "p", value, "", 1, false, plain.newState(manager, "", value), List.of());
        step(plain, parameter, 1);
        plain.settle(List.of(parameter));
        assertThat(plain.stateNames("")).containsExactly("own");
        assertThat(value.toFloatArray()).containsExactly(2);
    }
}
