package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C while a stage computes that has nothing to save. */
class StoppedEvaluationTest {
    private static final String EVALUATE =
            """
              - name: evaluate
                type: evaluate
                metrics: [{type: answers, task: image_qa, samples: 4}]
            """;

    @TempDir Path folder;

    private Path recipe;

    @BeforeEach
    void write() throws IOException {
        String text = Files.readString(TinyRun.RECIPE);
        Path recipes = Path.of("../recipes").toAbsolutePath().normalize();
        recipe = folder.resolve("evaluated.yaml");
        Files.writeString(
                recipe, text.replace("../../../../../recipes", recipes.toString()) + EVALUATE);
    }

    private TinyRun tiny() {
        return TinyRun.of(recipe, folder.resolve("run"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"center (center-features)", "evaluate (evaluate)"})
    void the_stage_ends_before_it_is_done_and_is_begun_anew(String stage) {
        TinyRun stopped = tiny();
        stopped.whenSaid("stage " + stage, stopped::interrupt);
        ImagoException refused = stopped.refused();
        String name = stage.substring(0, stage.indexOf(' '));
        assertThat(refused.problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.INTERRUPTED);
                            assertThat(problem.place()).isEqualTo("stage " + name);
                            assertThat(problem.message()).contains("the same command goes on");
                        });
        assertThat(stopped.folder().stage(name).resolve("stage.json")).doesNotExist();

        TinyRun again = tiny().run();
        assertThat(again.lines()).contains("stage " + stage);
        assertThat(again.figures()).containsKey("evaluate.answers.image_qa.kind.where.count");
    }
}
