package dev.imago.plugins.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Red|red",
                "red|Red.",
                "a red bag|the red bag!",
                "two|2",
                "Three bags|3 bags",
                "top left|top-left",
                "1,000|1000",
                "3.5|3.5",
                "it's|its",
                "T-shirt|t shirt",
                "A|a",
                "twelve|12"
            })
    void the_same(String expected, String answer) {
        assertThat(AnswerText.same(expected, answer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"red|blue", "red|red bag", "3.5|35", "two|three", "A|an", "yes|''", "-|+"})
    void not_the_same(String expected, String answer) {
        assertThat(AnswerText.same(expected, answer)).isFalse();
    }
}
