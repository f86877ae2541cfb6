package dev.imago.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Picture;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.image.ImageFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesBenchmarkTest {
    @TempDir Path folder;

    @Test
    void pictures_are_made_once_and_then_read() throws Exception {
        Path pictures = folder.resolve("pictures");
        List<Path> made = BenchPictures.in(pictures);
        Picture first = new ImageFiles().read(made.get(0));
        assertThat(first.width()).isEqualTo(640);
        assertThat(first.height()).isEqualTo(480);
        assertThat(folder.resolve("pictures.part")).doesNotExist();
        Files.delete(made.get(0));
        assertThat(BenchPictures.in(pictures)).hasSize(made.size() - 1);
    }

    @Test
    void a_folder_without_pictures_is_told() {
        assertThatThrownBy(() -> BenchPictures.in(folder))
                .hasMessageContaining("FILE_NOT_FOUND")
                .hasMessageContaining("holds no .jpg");
    }

    @Test
    void times_add_up_and_no_array_is_left() {
        List<Path> one = BenchPictures.in(folder.resolve("pictures")).subList(0, 1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            Map<String, Double> figures =
                    new ImagesBenchmark(() -> one, 3).measure(manager, Precision.FP32);
            assertThat(figures.values()).allMatch(value -> value > 0);
            double processor = 1000 / figures.get("images_per_processor_second");
            assertThat(figures.get("decode_milliseconds") + figures.get("pixels_milliseconds"))
                    .isCloseTo(processor, within(1e-6));
            assertThat(manager.getManagedArrays()).isEmpty();
        }
    }
}
