package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Training;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContrastObjectiveTest {
    private static TrainEncoderConfig config(double regionWeight) {
        return new TrainEncoderConfig(
                null,
                8,
                1,
                2,
                null,
                null,
                8,
                regionWeight,
                0.5,
                1.0,
                0.0,
                0,
                0,
                new Training.Settings(1, 2, null, null, null, null, null, null, null, null));
    }

    private static ContrastObjective objective(TinySiglip tiny, TrainEncoderConfig config) {
        SiglipEncoder encoder = tiny.encoder(TinySiglip.config(16, null, null, null));
        ContrastModel model =
                new ContrastModel(config, encoder, 10, tiny.store().root().at("c"), tiny.ops());
        tiny.store().initialise(3);
        return new ContrastObjective(model, config, tiny.ops());
    }

    /** Two pictures of four patches; the texts are single words. */
    private static ContrastBatch batch(TinySiglip tiny) {
        NDManager m = tiny.manager();
        Texts.Batch words =
                new Texts.Batch(
                        m.create(new long[] {1, 2}, new Shape(2, 1)),
                        m.create(new long[] {0, 1}),
                        m.create(new boolean[] {true, true}, new Shape(2, 1, 1, 1)));
        NDArray pool = m.create(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, new Shape(1, 8));
        NDArray signs = m.create(new float[] {1, -1, -1, 1}, new Shape(2, 2));
        return new ContrastBatch(tiny.pixels(2, 16), pool, words, signs.get("0:1"), words, signs);
    }

    @Test
    void terms_are_means_over_the_rows_of_the_whole_step() {
        try (TinySiglip tiny = new TinySiglip()) {
            ContrastObjective objective = objective(tiny, config(1));
            ContrastBatch batch = batch(tiny);
            Loss alone = objective.loss(batch, counts(1, 2), tiny.manager());
            Loss half = objective.loss(batch, counts(2, 4), tiny.manager());
            assertThat(half.terms().get("regions"))
                    .isCloseTo(alone.terms().get("regions") / 2, within(1e-6));
            assertThat((double) alone.total().getFloat())
                    .isCloseTo(
                            alone.terms().get("regions") + 0.5 * alone.terms().get("scenes"),
                            within(1e-5));
        }
    }

    @Test
    void a_weight_of_zero_leaves_the_term_out() {
        try (TinySiglip tiny = new TinySiglip()) {
            Loss loss = objective(tiny, config(0)).loss(batch(tiny), counts(1, 2), tiny.manager());
            assertThat(loss.terms()).containsOnlyKeys("scenes");
        }
    }

    private static Counts counts(long regions, long scenes) {
        return new Counts(Map.of("regions", regions, "scenes", scenes));
    }
}
