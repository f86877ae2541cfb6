package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import dev.imago.api.nn.Parameter;
import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is trained is what the recipe says. */
class ParametersTest {
    private static final String LAYERS = "stages.instruct.trainable=[connector, lm_head.weight]";
    private static final String NO_RATES = "stages.instruct.rates={}";

    @TempDir Path folder;

    @Test
    void a_table_tells_what_is_trained_and_nothing_else_changes_a_bit() {
        TinyRun run = TinyRun.in(folder.resolve("run"), LAYERS, NO_RATES);
        int[] saidBefore = new int[1];
        run.whenLogged("instruct", () -> saidBefore[0] = run.lines().size());
        run.run();

        String table = run.lines().get(saidBefore[0] - 1);
        assertThat(table)
                .containsPattern("model\\.mm_projector +[0-9,]+ +[0-9,]+ +fp32")
                .containsPattern("lm_head +[0-9,]+ +[0-9,]+ +fp32")
                .containsPattern("model\\.layers +[0-9,]+ +frozen +fp32")
                .containsPattern("model\\.vision_tower\\S* +[0-9,]+ +frozen +fp32")
                .containsPattern("total +[0-9,]+ +[0-9,]+");
        try (TinyModel fresh = new TinyModel();
                Safetensors saved = Safetensors.open(run.folder().model())) {
            List<String> changed =
                    fresh.store().parameters().stream()
                            .filter(parameter -> !same(fresh, saved, parameter))
                            .map(Parameter::name)
                            .toList();
            assertThat(changed)
                    .contains("lm_head.weight")
                    .allMatch(
                            name ->
                                    name.equals("lm_head.weight")
                                            || name.startsWith("model.mm_projector.")
                                            // The center stage's buffer, which no step trains.
                                            || name.startsWith("model.vision_norm."));
        }
    }

    @Test
    void a_glob_that_fits_nothing_is_told_with_the_nearest_names() {
        Problem problem =
                TinyRun.in(folder.resolve("run"), "stages.connector.trainable=[lm_haed.weight]")
                        .refused()
                        .problems()
                        .get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.NOTHING_TRAINABLE);
        assertThat(problem.toString()).contains("lm_haed.weight").contains("lm_head.weight");
    }

    @Test
    void globs_and_rates_of_all_stages_are_looked_up_before_the_first_runs() {
        TinyRun run =
                TinyRun.in(
                        folder.resolve("run"),
                        "stages.connector.trainable=[conector]",
                        "stages.instruct.rates={vision_haed: 0.5}");
        List<Problem> problems = run.refused().problems();

        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .contains("override", "stages.connector.trainable")
                                        .contains("Did you mean 'connector'?"),
                        second ->
                                assertThat(second)
                                        .contains("stages.instruct.rates")
                                        .contains("Did you mean 'vision_head'?"));
        assertThat(run.lines()).isEmpty();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void a_rate_does_not_train_what_is_frozen() {
        Problem problem =
                TinyRun.in(folder.resolve("run"), "stages.connector.rates={vision_head: 0.5}")
                        .refused()
                        .problems()
                        .get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(problem.toString()).contains("rates.vision_head").contains("frozen");
    }

    @Test
    void of_a_frozen_embedding_the_image_marks_can_be_trained_alone() {
        TinyRun run =
                TinyRun.in(
                                folder.resolve("run"),
                                "stages.connector.trainable=[connector, image_marks]",
                                "stages.connector.optimizer.weight_decay=1",
                                "stages.instruct.steps=0")
                        .run();

        try (TinyModel fresh = new TinyModel();
                Safetensors saved = Safetensors.open(run.folder().model())) {
            SpecialTokens marks = SpecialTokens.of(fresh.session().live().model().tokenizer());
            for (String name : List.of("model.embed_tokens.weight", "lm_head.weight")) {
                Parameter before = fresh.store().find(name).orElseThrow();
                try (var after = saved.read(fresh.ops(), name, fresh.manager())) {
                    for (int row = 0; row < before.shape().get(0); row++) {
                        boolean mark = row == marks.imageStart() || row == marks.imageEnd();
                        boolean same =
                                Arrays.equals(
                                        after.get(row).toFloatArray(),
                                        before.value().get(row).toFloatArray());
                        assertThat(same).as(name + ", row " + row).isEqualTo(!mark);
                    }
                }
            }
        }
        assertThat(String.join("\n", run.lines()))
                .contains("of model.embed_tokens.weight only the rows");
    }

    private static boolean same(TinyModel fresh, Safetensors saved, Parameter parameter) {
        try (var value = saved.read(fresh.ops(), parameter.name(), fresh.manager())) {
            return value.toByteBuffer(true).equals(parameter.value().toByteBuffer(true));
        }
    }
}
