package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.run.RecipeRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stages of a run are run again, and how it is stopped. */
class StagesTest {
    private static final String BRANCH =
            """
              - name: control
                after: center
                type: train
                trainable: [connector]
                steps: 1
                batch_size: 4
                log_every: 1
                optimizer: {type: adamw, lr: 1.0e-3}
            """;

    @TempDir Path folder;
    private Path output;

    @BeforeEach
    void name() {
        output = folder.resolve("run");
    }

    @Test
    void a_finished_run_has_nothing_to_do() {
        TinyRun first = TinyRun.in(output).run();
        byte[] model = first.model();

        TinyRun second = TinyRun.in(output).run();

        assertThat(second.lines())
                .containsExactly(
                        "stage center is finished, nothing to do",
                        "stage connector is finished, nothing to do",
                        "stage instruct is finished, nothing to do");
        assertThat(second.model()).isEqualTo(model);
    }

    @Test
    void a_recipe_named_by_its_whole_path_is_the_same() {
        TinyRun.in(output).run();

        TinyRun whole = TinyRun.of(TinyRun.RECIPE.toAbsolutePath(), output).run();

        assertThat(whole.lines()).allMatch(line -> line.endsWith("is finished, nothing to do"));
    }

    @Test
    void a_later_stage_s_key_does_not_run_earlier_stages_again() {
        TinyRun.in(output).run();

        TinyRun changed = TinyRun.in(output, "stages.instruct.steps=2").run();

        assertThat(changed.lines())
                .contains("stage connector is finished, nothing to do", "stage instruct (train)");
        assertThat(changed.losses("instruct")).hasSize(2);
    }

    @Test
    void an_earlier_stage_s_key_runs_all_that_follows_again() {
        TinyRun.in(output).run();

        TinyRun changed = TinyRun.in(output, "stages.connector.steps=2").run();

        assertThat(changed.lines())
                .contains(
                        "stage center is finished, nothing to do",
                        "stage connector (train)",
                        "stage instruct (train)");
    }

    @Test
    void a_side_branch_does_not_touch_the_main_line() throws IOException {
        TinyRun main = TinyRun.in(folder.resolve("main")).run();
        Path recipe = withBranch();

        TinyRun branched = TinyRun.of(recipe, output).run();

        assertThat(branched.losses("control")).hasSize(1);
        assertThat(branched.weights("instruct")).isEqualTo(main.weights("instruct"));
        assertThat(branched.model()).isEqualTo(main.model());

        TinyRun changed = TinyRun.of(recipe, output, "stages.control.steps=2").run();

        assertThat(changed.lines())
                .contains("stage control (train)", "stage instruct is finished, nothing to do");
    }

    @Test
    void a_stage_alone_wants_only_what_it_goes_on_from() throws IOException {
        Path recipe = withBranch();
        RecipeRunner.Selection control = new RecipeRunner.Selection("control", null);

        // No other stage's name, as connector is one.
        String key = "stages.control.trainable=[text_head]";

        Problem problem = only(TinyRun.of(recipe, output, key).refused(control));

        assertThat(problem.place()).isEqualTo("stage center");
        TinyRun center =
                TinyRun.of(recipe, output, key).run(new RecipeRunner.Selection("center", null));
        assertThat(center.figures()).containsOnlyKeys("center.feature_mean_length");
        TinyRun alone = TinyRun.of(recipe, output, key).run(control);
        assertThat(alone.lines())
                .contains("stage center is finished, nothing to do", "stage control (train)");
        assertThat(alone.figures()).isEmpty();
        assertThat(alone.losses("control")).hasSize(1);
        assertThat(alone.losses("connector")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void a_run_asked_to_stop_saves_and_says_how_to_go_on(String precision) {
        String key = "runtime.precision=" + precision;
        TinyRun whole = TinyRun.in(folder.resolve("whole"), key).run();
        TinyRun stopped = TinyRun.in(output, key);
        stopped.whenLogged("connector", stopped::interrupt);

        Problem problem = only(stopped.refused());

        assertThat(problem.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(problem.place()).isEqualTo("stage connector");
        assertThat(problem.message())
                .contains("of 4; everything is saved, the same command goes on from there");
        assertThat(stopped.checkpoints("connector")).hasSize(1);
        TinyRun again = TinyRun.in(output, key).run();
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.model()).isEqualTo(whole.model());
    }

    @Test
    void a_run_that_is_stopped_within_a_window_of_like_samples_goes_on_with_the_same_steps() {
        String key = "stages.connector.group_by_length=3";
        TinyRun whole = TinyRun.in(folder.resolve("whole"), key).run();
        TinyRun stopped = TinyRun.in(output, key);
        stopped.whenLogged("connector", stopped::interrupt);
        assertThat(only(stopped.refused()).code()).isEqualTo(ErrorCode.INTERRUPTED);

        TinyRun again = TinyRun.in(output, key).run();

        assertThat(again.steps("connector").get(0)).as("within the first window").isLessThan(3);
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.model()).isEqualTo(whole.model());
        TinyRun drawn = TinyRun.in(folder.resolve("drawn")).run();
        assertThat(again.losses("connector")).isNotEqualTo(drawn.losses("connector"));
    }

    @Test
    void a_run_asked_to_stop_begins_no_further_stage() {
        TinyRun stopped = TinyRun.in(output);
        stopped.interrupt();

        Problem problem = only(stopped.refused());

        assertThat(problem.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(problem.place()).isEqualTo("stage center");
        assertThat(problem.message()).contains("the same command goes on");
    }

    private Path withBranch() throws IOException {
        String text = Files.readString(TinyRun.RECIPE);
        String tokenizer = TinyRun.RECIPE.toAbsolutePath().getParent() + "/../../../../../recipes";
        Path recipe = folder.resolve("branched.yaml");
        String main = "  - name: instruct\n";
        Files.writeString(
                recipe,
                text.replace("../../../../../recipes", tokenizer).replace(main, BRANCH + main));
        return recipe;
    }

    private static Problem only(ImagoException refused) {
        assertThat(refused.problems()).hasSize(1);
        return refused.problems().get(0);
    }
}
