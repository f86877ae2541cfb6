package dev.imago.runtime.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TerminalProgress progress =
            new TerminalProgress(new PrintStream(bytes, true, UTF_8), () -> 100);

    @Test
    void draws_label_count_and_figures_in_place() {
        try (Progress.Bar bar = progress.bar("connector", 300)) {
            bar.at(120, "loss 0.412");
        }
        assertThat(printed())
                .contains("\r\033[Kconnector", "40%", "120/300", "loss 0.412")
                .endsWith("\n");
        assertThat(printed()).containsOnlyOnce("\n");
    }

    @Test
    void a_drawn_line_fits_the_terminal() {
        try (Progress.Bar bar = progress.bar("connector", 300)) {
            bar.at(1, "figures ".repeat(40));
        }
        assertThat(printed().split("\r")).allSatisfy(l -> assertThat(l).hasSizeLessThan(104));
    }

    @Test
    void text_is_printed_above_the_bar() {
        try (Progress.Bar bar = progress.bar("connector", 300)) {
            bar.at(1, "");
            progress.line("groups: 3");
        }
        assertThat(printed()).contains("\r\033[Kgroups: 3" + System.lineSeparator());
    }

    @Test
    void of_nested_bars_the_innermost_is_drawn() {
        try (Progress.Bar outer = progress.bar("outer", 2)) {
            try (Progress.Bar inner = progress.bar("inner", 2)) {
                bytes.reset();
                outer.at(1, "hidden");
                inner.at(2, "shown");
            }
            assertThat(printed()).contains("shown").doesNotContain("hidden");
        }
    }

    private String printed() {
        return bytes.toString(UTF_8);
    }
}
