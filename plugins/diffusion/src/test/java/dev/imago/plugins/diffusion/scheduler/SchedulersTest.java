package dev.imago.plugins.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.testing.NoLeakExtension;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulersTest {
    private static final SchedulerConfig SD = SchedulerConfig.stableDiffusion();
    private static final Shape SHAPE = new Shape(2, 4, 3, 5);

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    static List<String> names() {
        return Schedulers.names();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Scheduler scheduler(String name) {
        return Schedulers.create(name, SD, 0.5);
    }

    private static double[] timesteps(Trajectory run) {
        double[] timesteps = new double[run.calls()];
        Arrays.setAll(timesteps, run::timestep);
        return timesteps;
    }

    /** A model that knows the clean sample: it answers the noise that is in its input. */
    private static NDArray knowing(NDArray input, NDArray clean, double kept) {
        return Blend.of(input, 1 / Math.sqrt(1 - kept), clean, -Math.sqrt(kept / (1 - kept)));
    }

    private NDArray normal(NDManager manager) {
        return manager.randomNormal(0, 1, SHAPE, DataType.FLOAT32);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_model_that_knows_the_answer_is_led_to_it(String name) {
        leaks.assertSteady(
                () -> {
                    try (NDManager scope = leaks.manager().newSubManager();
                            Trajectory run = scheduler(name).prepare(20)) {
                        NDArray clean = normal(scope);
                        NDArray sample = normal(scope).mul(run.initNoiseSigma());
                        for (int call = 0; call < run.calls(); call++) {
                            NDArray input = run.scaleModelInput(sample, call);
                            double kept = NoiseSchedule.of(SD).alphaCumprod(run.timestep(call));
                            NDArray noise = run.drawsNoise() ? normal(scope) : null;
                            NDArray answer = knowing(input, clean, kept);
                            sample = run.step(answer, call, sample, noise).sample();
                        }
                        double off = sample.sub(clean).abs().max().getFloat();
                        assertThat(off).as(name).isLessThan(0.35);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("names")
    void rows_of_a_batch_do_not_see_each_other(String name) {
        try (NDManager scope = leaks.manager().newSubManager()) {
            NDArray sample = normal(scope);
            NDArray answer = normal(scope);
            NDArray noise = normal(scope);
            NDArray both = walk(scheduler(name), sample, answer, noise);
            NDArray alone =
                    walk(scheduler(name), sample.get("1:"), answer.get("1:"), noise.get("1:"));
            assertThat(alone.toFloatArray()).isEqualTo(both.get("1:").toFloatArray());
        }
    }

    private static NDArray walk(Scheduler by, NDArray sample, NDArray answer, NDArray noise) {
        NDArray at = sample;
        try (Trajectory run = by.prepare(6)) {
            for (int call = 0; call < run.calls(); call++) {
                at = run.step(answer, call, at, run.drawsNoise() ? noise : null).sample();
            }
        }
        return at;
    }

    @ParameterizedTest
    @MethodSource("names")
    void arrays_that_were_given_stay_as_they_are(String name) {
        try (NDManager scope = leaks.manager().newSubManager();
                Trajectory run = scheduler(name).prepare(4)) {
            NDArray sample = normal(scope);
            NDArray answer = normal(scope);
            float[] before = sample.toFloatArray();
            float[] answered = answer.toFloatArray();
            NDArray next = run.step(answer, 0, sample, normal(scope)).sample();
            run.scaleModelInput(sample, 0).muli(0);
            run.step(answer, 1, next, normal(scope));
            assertThat(sample.toFloatArray()).isEqualTo(before);
            assertThat(answer.toFloatArray()).isEqualTo(answered);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0,0", "0.5,5", "0.04,10", "0,10"})
    void an_edit_takes_a_share_of_the_steps(double strength, int first) {
        for (String name : Schedulers.names()) {
            try (Trajectory run = scheduler(name).prepare(10)) {
                assertThat(run.firstCall(strength)).as(name).isEqualTo(first);
            }
        }
    }

    @Test
    void an_edit_may_begin_at_any_call() {
        try (NDManager scope = leaks.manager().newSubManager()) {
            for (String name : Schedulers.names()) {
                try (Trajectory run = scheduler(name).prepare(10)) {
                    int first = run.firstCall(0.4);
                    NDArray clean = normal(scope);
                    NDArray sample = run.addNoise(clean, normal(scope), first);
                    for (int call = first; call < run.calls(); call++) {
                        double kept = NoiseSchedule.of(SD).alphaCumprod(run.timestep(call));
                        NDArray input = run.scaleModelInput(sample, call);
                        NDArray answer = knowing(input, clean, kept);
                        sample = run.step(answer, call, sample, normal(scope)).sample();
                    }
                    double off = sample.sub(clean).abs().max().getFloat();
                    assertThat(off).as(name).isLessThan(0.35);
                }
            }
        }
    }

    @Test
    void a_strength_out_of_range_is_refused() {
        try (Trajectory run = scheduler("ddim").prepare(10)) {
            assertThatThrownBy(() -> run.firstCall(1.5))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("strength is 1.5, expected between 0 and 1");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void no_steps_and_too_many_are_refused(String name) {
        for (int steps : new int[] {0, -1, 1001}) {
            assertThatThrownBy(() -> scheduler(name).prepare(steps))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("steps is " + steps + ", expected between 1 and 1000");
        }
    }

    @Test
    void pndm_asks_twice_at_its_second_level() {
        try (Trajectory run = scheduler("pndm").prepare(10)) {
            assertThat(timesteps(run)).startsWith(901, 801, 801, 701).hasSize(11).endsWith(101, 1);
        }
    }

    @Test
    void pndm_without_that_begins_with_rounds_of_four() {
        ObjectNode keys = json("{\"skip_prk_steps\": false}");
        Scheduler pndm = Schedulers.create("pndm", SchedulerConfig.read(keys), 0);
        try (Trajectory run = pndm.prepare(10)) {
            assertThat(timesteps(run)).startsWith(900, 850, 850, 800, 800, 750).hasSize(19);
        }
        assertThatThrownBy(() -> pndm.prepare(3))
                .hasMessageContaining("steps is 3, expected at least 4");
    }

    @Test
    void a_step_past_the_table_has_its_last_level() {
        try (Trajectory run = scheduler("ddpm").prepare(1000);
                NDManager scope = leaks.manager().newSubManager()) {
            assertThat(run.timestep(0)).isEqualTo(1000);
            NDArray next = run.step(normal(scope), 0, normal(scope), normal(scope)).sample();
            assertThat(next.isNaN().any().getBoolean()).isFalse();
        }
    }

    @Test
    void keys_that_are_left_out_take_the_default_of_the_scheduler() {
        ObjectNode keys = json("{\"_class_name\": \"PNDMScheduler\", \"steps_offset\": 1}");
        SchedulerConfig config = SchedulerConfig.read(keys);
        try (Trajectory leading = Schedulers.create("ddim", config, 0).prepare(10);
                Trajectory linspace = Schedulers.create("euler", config, 0).prepare(10)) {
            assertThat(leading.timestep(0)).isEqualTo(901);
            assertThat(linspace.timestep(0)).isEqualTo(999);
        }
    }

    @Test
    void a_config_is_written_as_it_was_read() {
        for (String name : Schedulers.names()) {
            ObjectNode written = SD.toJson(name);
            assertThat(Schedulers.nameOf(written)).isEqualTo(name);
            SchedulerConfig again = SchedulerConfig.read(written);
            boolean karras = name.endsWith("-karras");
            assertThat(again.useKarrasSigmas()).isEqualTo(karras);
            assertThat(again.betaEnd()).isEqualTo(SD.betaEnd());
            assertThat(again.toJson(name)).isEqualTo(written);
        }
    }

    @Test
    void an_unknown_scheduler_is_told_with_those_there_are() {
        assertThatThrownBy(() -> Schedulers.create("dimm", SD, 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("sampler is 'dimm', expected one of ddpm, ddim, pndm");
        assertThatThrownBy(() -> Schedulers.nameOf(json("{\"_class_name\": \"UniPC\"}")))
                .hasMessageStartingWith("_class_name is 'UniPC', expected one of DDPMScheduler");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'thresholding': true} | thresholding is 'true', expected false",
                "{'algorithm_type': 'dpmsolver'} | algorithm_type is 'dpmsolver', expected"
                        + " dpmsolver++",
                "{'solver_order': 3} | solver_order is 3, expected between 1 and 2",
                "{'beta_schedule': 'cosine'} | beta_schedule is 'cosine', expected one of linear,"
                        + " scaled_linear, squaredcos_cap_v2, sigmoid",
                "{'prediction_type': 'flow'} | prediction_type is 'flow', expected one of epsilon,"
                        + " v_prediction, sample",
                "{'timestep_spacing': 'even'} | timestep_spacing is 'even', expected one of"
                        + " leading, trailing, linspace",
                "{'variance_type': 'learned'} | variance_type is 'learned', expected one of"
                        + " fixed_small, fixed_small_log, fixed_large",
                "{'num_train_timesteps': 0} | num_train_timesteps is 0, expected between 1 and"
                        + " 1000000"
            })
    void what_is_not_supported_is_refused_by_its_key(String keys, String message) {
        assertThatThrownBy(() -> SchedulerConfig.read(json(keys.replace('\'', '"'))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(message);
    }

    @Test
    void a_value_of_another_type_is_told() {
        assertThatThrownBy(() -> SchedulerConfig.read(json("{\"beta_end\": \"much\"}")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("beta_end is \"much\", which is of another type than expected");
    }

    @Test
    void samples_can_only_be_predicted_where_a_rule_exists() {
        SchedulerConfig config = SchedulerConfig.read(json("{\"prediction_type\": \"sample\"}"));
        for (String name : List.of("pndm", "euler-ancestral")) {
            assertThatThrownBy(() -> Schedulers.create(name, config, 0))
                    .hasMessageContaining("prediction_type is 'sample', which " + name);
        }
    }

    @Test
    void noise_and_velocity_are_of_each_row_s_level() {
        NoiseSchedule schedule = NoiseSchedule.of(SD);
        try (NDManager scope = leaks.manager().newSubManager()) {
            NDArray clean = normal(scope);
            NDArray noise = normal(scope);
            long[] levels = {10, 900};
            NDArray noisy = schedule.addNoise(clean, noise, levels);
            NDArray velocity = schedule.velocity(clean, noise, levels);
            for (int row = 0; row < 2; row++) {
                double kept = schedule.alphaCumprod(levels[row]);
                double signal = Math.sqrt(kept);
                double share = Math.sqrt(1 - kept);
                NDArray back = Blend.of(noisy.get(row), signal, velocity.get(row), -share);
                double off = back.sub(clean.get(row)).abs().max().getFloat();
                assertThat(off).isCloseTo(0, within(1e-5));
                assertThat(schedule.snr(levels[row])).isCloseTo(kept / (1 - kept), within(1e-9));
            }
        }
    }

    @Test
    void zero_signal_at_the_end_is_zero() {
        ObjectNode keys = json("{\"rescale_betas_zero_snr\": true}");
        float[] kept = NoiseSchedule.of(SchedulerConfig.read(keys)).alphasCumprod();
        assertThat(kept[999]).isZero();
        assertThat(kept[998]).isPositive();
        assertThat(kept[0]).isCloseTo(0.9999f, within(1e-6f));
    }
}
