package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a batch, or all of it, may learn nothing of what a stage trains. */
class UnreachedPartsTest {
    private static final String ONLY_DRAWING = "stages.instruct.trainable=[vision_head]";
    private static final String NO_RATES = "stages.instruct.rates={}";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shards_without_what_is_trained_add_nothing_to_the_gradient(boolean recompute) {
        String again = "stages.instruct.recompute=" + recompute;
        TinyRun whole =
                drawing("whole", again, "runtime.workers=1", "stages.instruct.accumulate=1");
        TinyRun shards =
                drawing("shards", again, "runtime.workers=2", "stages.instruct.accumulate=4");

        assertThat(shards.losses("instruct"))
                .usingComparatorWithPrecision(1e-5)
                .containsExactly(whole.losses("instruct"));
        assertThat(whole.losses("instruct")[5]).isNotEqualTo(whole.losses("instruct")[0]);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_stage_whose_examples_never_reach_what_it_trains_is_told(boolean recompute) {
        Problem problem =
                TinyRun.in(
                                folder.resolve("run"),
                                ONLY_DRAWING,
                                NO_RATES,
                                "stages.instruct.recompute=" + recompute,
                                "stages.instruct.tasks={image_qa: 1}")
                        .refused()
                        .problems()
                        .get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.NOTHING_TRAINABLE);
        assertThat(problem.toString())
                .contains("stage instruct", "trained nothing in 2 steps", "vision_head.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder", "normalize", "model.vision_tower.vision_tower.encoder.**"})
    void parts_that_no_train_stage_trains_are_told_before_the_first(String part) {
        TinyRun run =
                TinyRun.in(folder.resolve("run"), "stages.connector.trainable=[" + part + "]");
        Problem problem = run.refused().problems().get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.NOTHING_TRAINABLE);
        assertThat(problem.toString())
                .contains("stages.connector.trainable", "'" + part + "'", "train-decoder");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void a_stage_may_bear_the_name_of_a_part() {
        TinyRun run =
                TinyRun.in(
                                folder.resolve("run"),
                                "stages.instruct.name=decoder",
                                "stages.connector.name=encoder")
                        .run();
        assertThat(run.losses("decoder")).hasSize(6);
    }

    private TinyRun drawing(String name, String... keys) {
        return TinyRun.in(
                        folder.resolve(name),
                        ONLY_DRAWING,
                        NO_RATES,
                        "stages.instruct.tasks={image_qa: 6, generate: 1}",
                        keys[0],
                        keys[1],
                        keys[2])
                .run();
    }
}
