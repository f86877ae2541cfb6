package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAheadTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "check recipe.yaml", "bench --help", "chat -h"})
    void what_needs_no_engine_opens_none(String words) {
        try (EngineAhead ahead = EngineAhead.of(List.of(words.split(" ")))) {
            assertThat(ahead.isOpening()).isFalse();
        }
    }

    @Test
    void it_is_open_or_has_failed_when_the_verb_ends() {
        EngineAhead ahead = EngineAhead.of(List.of("generate", "model", "Draw a red bag."));
        ahead.close();
        assertThat(ahead.isOpening()).isFalse();
    }
}
