package dev.imago.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    private static final Path MODEL = Path.of("../../models/wardrobe");

    @TempDir Path folder;

    @Test
    void draws_a_picture_and_asks_about_it() {
        assumeThat(MODEL.toFile().isDirectory()).as("the repository has its model").isTrue();
        Path file = folder.resolve("drawn.png");
        Quickstart.main(new String[] {MODEL.toString(), file.toString()});
        assertThat(file).isNotEmptyFile();
    }
}
