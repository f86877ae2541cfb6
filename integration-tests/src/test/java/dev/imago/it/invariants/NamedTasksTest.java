package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ImagoException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task that a stage names is one of the data's, or nothing is begun. */
class NamedTasksTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "stages.instruct.tasks={image_qaa: 1, generate: 1} | 'image_qaa' is no task of data | image_qa",
                "stages.instruct.max_samples={generat: 5} | 'generat' is no task of data | generate",
                "stages.center.task=genrate | 'genrate' is no task of data | generate",
                "stages=[{type: evaluate, metrics: [{type: wardrobe-drawings, task: gnerate}]}]"
                        + " | 'gnerate' is no task of evaluation | generate"
            })
    void one_that_no_data_has_is_told_with_the_nearest(
            String override, String told, String nearest) {
        Path output = folder.resolve("run");
        assertThatThrownBy(() -> TinyRun.in(output, override).run())
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll("stages", told, "Did you mean '" + nearest + "'?");
        assertThat(output).doesNotExist();
    }

    @Test
    void all_are_told_at_once() {
        assertThatThrownBy(
                        () ->
                                TinyRun.in(
                                                folder.resolve("run"),
                                                "stages.center.task=one",
                                                "stages.instruct.tasks={two: 1, three: 1}")
                                        .run())
                .isInstanceOfSatisfying(
                        ImagoException.class, e -> assertThat(e.problems()).hasSize(3));
        assertThat(Files.exists(folder.resolve("run"))).isFalse();
    }
}
