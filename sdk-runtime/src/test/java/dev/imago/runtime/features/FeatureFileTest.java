package dev.imago.runtime.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.nn.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFileTest {
    @TempDir Path folder;

    @Test
    void two_processes_may_write_at_once() throws Exception {
        Process other = writer(0, 400);
        Process same = writer(200, 600);
        assertThat(other.waitFor()).isZero();
        assertThat(same.waitFor()).isZero();
        try (FeatureFile file =
                new FeatureFile(folder.resolve("x"), 6, Precision.FP32, Long.MAX_VALUE)) {
            assertThat(file.size()).isEqualTo(600);
            for (int number = 0; number < 600; number++) {
                assertThat(file.find(IdTable.Key.of("picture " + number)))
                        .containsOnly((float) number);
            }
        }
    }

    @Test
    void a_folder_that_can_t_be_written_is_told() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "");
        assertThatThrownBy(
                        () -> new FeatureFile(file.resolve("x"), 6, Precision.FP32, Long.MAX_VALUE))
                .hasMessageContaining("DISK");
    }

    private Process writer(int from, int to) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("x").toString(),
                        Integer.toString(from),
                        Integer.toString(to))
                .inheritIO()
                .start();
    }

    /** A process that keeps records. */
    static final class Writer {
        public static void main(String[] args) {
            int from = Integer.parseInt(args[1]);
            int to = Integer.parseInt(args[2]);
            try (FeatureFile file =
                    new FeatureFile(Path.of(args[0]), 6, Precision.FP32, Long.MAX_VALUE)) {
                for (int number = from; number < to; number++) {
                    float[] record = new float[6];
                    Arrays.fill(record, number);
                    file.put(IdTable.Key.of("picture " + number), record);
                }
            }
        }
    }
}
