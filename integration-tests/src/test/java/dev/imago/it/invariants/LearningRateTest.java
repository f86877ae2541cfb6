package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RecipeCheck;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learning rate given for one batch size is used at another by the square root of both. */
class LearningRateTest {
    private static final String[] CONSTANT = {
        "stages.instruct.optimizer={type: adamw, lr: 1.0e-3}",
        "stages.instruct.schedule={type: constant}",
        "stages.instruct.steps=2",
        "stages.connector.steps=0"
    };

    @TempDir Path folder;

    @Test
    void the_whole_batch_counts_over_workers_and_accumulation() {
        // Two workers of two parts of two examples.
        assertThat(rate("runtime.workers=2", "stages.instruct.accumulate=2"))
                .isCloseTo(2e-3, within(1e-12));
        assertThat(rate("runtime.workers=1", "stages.instruct.accumulate=1"))
                .isCloseTo(2e-3, within(1e-12));
    }

    @Test
    void check_tells_the_resulting_rate() {
        try (RecipeLoader.Opened opened =
                TinyRun.in(folder.resolve("run"), with("stages.instruct.reference_batch_size=2"))
                        .open()) {
            assertThat(RecipeCheck.of(opened))
                    .filteredOn(finding -> finding.what().equals("stage instruct"))
                    .singleElement()
                    .extracting(RecipeCheck.Finding::found)
                    .asString()
                    .endsWith("2 steps of 8 examples at learning rate 0.00200");
        }
    }

    @Test
    void a_reference_of_no_examples_is_refused() {
        assertThat(
                        TinyRun.in(folder.resolve("run"), "stages.instruct.reference_batch_size=0")
                                .refused()
                                .problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_VALUE);
                            assertThat(problem.toString())
                                    .contains("reference_batch_size", "at least 1");
                        });
    }

    private double rate(String workers, String accumulate) {
        TinyRun run =
                TinyRun.in(
                                folder.resolve(workers),
                                with(
                                        workers,
                                        accumulate,
                                        "stages.instruct.batch_size=8",
                                        "stages.instruct.reference_batch_size=2"))
                        .run();
        return run.metrics().stream()
                .filter(line -> line.get("stage").asText().equals("instruct"))
                .mapToDouble(line -> line.get("learning_rate").asDouble())
                .max()
                .orElseThrow();
    }

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(CONSTANT, CONSTANT.length + more.length);
        System.arraycopy(more, 0, all, CONSTANT.length, more.length);
        return all;
    }
}
