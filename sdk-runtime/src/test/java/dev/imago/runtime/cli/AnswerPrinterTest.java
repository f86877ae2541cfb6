package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.generate.GenerationEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerPrinterTest {
    @TempDir Path folder;

    private final TestConsole console = new TestConsole();

    @Test
    void a_terminal_with_colours_shows_the_picture() {
        AnswerPrinter printer = printer(Map.of("TERM", "xterm-256color"));
        printer.accept(new GenerationEvent.TextDelta("Here:"));
        printer.accept(new GenerationEvent.ImageStarted(0, 2));
        printer.accept(new GenerationEvent.VisualToken(0, 0, new float[1]));
        printer.accept(new GenerationEvent.VisualToken(0, 1, new float[1]));
        printer.accept(new GenerationEvent.ImageReady(0, FakeModel.DRAWN));
        assertThat(console.err()).contains("drawing 0/2", "drawing 1/2").endsWith("\r\033[K");
        assertThat(console.out())
                .isEqualTo(
                        "Here:\n\033[38;2;255;0;0m\033[48;2;0;0;255m▀\033[0m\n"
                                + folder.resolve("image-0.png")
                                + "\n");
    }

    @Test
    void without_colours_only_the_file_is_named() {
        AnswerPrinter printer = printer(Map.of("TERM", "xterm", "NO_COLOR", ""));
        printer.accept(new GenerationEvent.ImageReady(0, FakeModel.DRAWN));
        assertThat(console.out()).isEqualTo(folder.resolve("image-0.png") + "\n");
    }

    @Test
    void a_model_without_decoder_says_so() {
        AnswerPrinter printer = printer(Map.of());
        printer.accept(new GenerationEvent.ImageReady(0, null));
        assertThat(console.out()).contains("no decoder");
        assertThat(printer.files()).isEqualTo(List.of());
    }

    private AnswerPrinter printer(Map<String, String> environment) {
        Console.Terminals all = new Console.Terminals(true, true, true);
        return new AnswerPrinter(
                console.console(all, environment), false, new PictureNames(folder, true));
    }
}
