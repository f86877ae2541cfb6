package dev.imago.runtime.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource({
        "0.04, 0.0s",
        "9.94, 9.9s",
        "9.96, 10s",
        "59.4, 59s",
        "59.6, 1m 00s",
        "125, 2m 05s",
        "3599.7, 1h 00m",
        "4020, 1h 07m"
    })
    void reads_as_people_say(double seconds, String text) {
        assertThat(TimeText.of(seconds)).isEqualTo(text);
    }
}
