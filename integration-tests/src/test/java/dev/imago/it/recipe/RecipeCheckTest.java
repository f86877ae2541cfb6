package dev.imago.it.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RecipeCheck;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code imago check} looks at beyond keys. */
class RecipeCheckTest {
    @TempDir Path folder;

    @Test
    void what_is_right_is_told_and_nothing_is_written() {
        assertThat(check())
                .extracting(RecipeCheck.Finding::what)
                .contains(
                        "model",
                        "stage instruct",
                        "data.0 (wardrobe) generate",
                        "evaluation.0 (wardrobe) image_qa");
        assertThat(output()).doesNotExist();
    }

    @Test
    void a_recipe_needs_no_evaluation() {
        assertThat(check("evaluation=[]"))
                .extracting(RecipeCheck.Finding::what)
                .noneMatch(what -> what.startsWith("evaluation"));
    }

    @Test
    void stages_and_data_are_told_at_once() {
        ImagoException refused =
                catchThrowableOfType(
                        ImagoException.class,
                        () ->
                                check(
                                        "stages.connector.trainable=[conector]",
                                        "data.0.source.root=" + folder));

        assertThat(refused.problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.NOTHING_TRAINABLE, ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void a_decoder_that_does_not_learn_so_is_told_where_the_stage_says_so() {
        String stages =
                "stages=[{type: train-decoder, steps: 1, batch_size: 1, objective: {type: denoising}}]";
        ImagoException refused =
                catchThrowableOfType(
                        ImagoException.class, () -> check(stages, "model.decoder={type: pixel}"));

        assertThat(refused.problems())
                .extracting(Problem::code, Problem::place)
                .containsExactly(
                        tuple(
                                ErrorCode.INCOMPATIBLE_PARTS,
                                "override '" + stages + "', stages.0.objective"));
    }

    private List<RecipeCheck.Finding> check(String... overrides) {
        try (RecipeLoader.Opened opened = TinyRun.in(output(), overrides).open()) {
            return RecipeCheck.of(opened);
        }
    }

    private Path output() {
        return folder.resolve("run");
    }
}
