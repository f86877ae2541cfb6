package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.Imago;
import dev.imago.runtime.text.AddedTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full checkpoint of the Python reference opens as it is, whatever its folder is called. */
class ReferenceFolderTest {
    private static final Path MODEL = Path.of("src/test/resources/parity/mm_forward/_model_cos");
    private static final Path TOKENIZER =
            Path.of("src/test/resources/published/llama-sharded/tokenizer.json");

    @TempDir Path folder;

    @Test
    void its_parts_are_those_that_the_config_names() throws IOException {
        Path model = Files.createDirectories(folder.resolve("anything"));
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        AddedTokens.write(
                TOKENIZER,
                model,
                List.of(SpecialTokens.IMAGE_START, SpecialTokens.IMAGE_END, "<|eot_id|>"));
        try (Imago imago = Imago.open(model)) {
            assertThat(imago.model().visual().tokens()).isEqualTo(4);
            assertThat(imago.model().visual().width()).isEqualTo(32);
            assertThat(imago.model().encoder().preprocessing().size()).isEqualTo(56);
            assertThat(imago.model().backbone().vocabulary()).isEqualTo(512);
        }
    }
}
