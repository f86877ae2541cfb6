package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.parity.CaseResult.Status;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every recorded case; {@code -Dparity.dir=DIR} runs those of another folder instead. */
class ParityTest {
    private static final Path LLAMA = Path.of("../plugins/llama/src/test/resources/llm");
    private static final String FOLDER = System.getProperty("parity.dir");

    @TestFactory
    Stream<DynamicTest> every_recorded_case_agrees_but_for_reviewed_defects() {
        Stream<Path> roots =
                FOLDER == null ? Stream.of(ParityBed.CASES, LLAMA) : Stream.of(Path.of(FOLDER));
        return roots.flatMap(root -> run(root).cases().stream())
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> check(result)));
    }

    private static void check(CaseResult result) {
        assertThat(result.status())
                .as(result.detail())
                .isIn(
                        Status.PASSED,
                        Status.DEVIATING,
                        FOLDER == null ? Status.PASSED : Status.UNSUPPORTED);
    }

    private static ParityReport run(Path root) {
        try (ParityBed bed = new ParityBed()) {
            ParityReport report = bed.run(root);
            if (FOLDER != null) {
                System.out.println(report.text());
            }
            return report;
        }
    }

    @Test
    void one_wrong_number_is_told_by_tensor_and_index(@TempDir Path folder) throws IOException {
        Path original = ParityBed.CASES.resolve("vision/siglip_last");
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        addOneTo(folder.resolve("tensors.safetensors"), "expected_features", 33);
        CaseResult result = run(folder).cases().get(0);
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worst().name()).isEqualTo("expected_features");
        assertThat(result.worst().place()).isEqualTo("[0, 1, 1]");
    }

    private static void addOneTo(Path file, String tensor, int element) throws IOException {
        long offset;
        try (Safetensors tensors = Safetensors.open(file)) {
            offset = tensors.find(tensor).orElseThrow().offset() + 4L * element;
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var mapped = channel.map(FileChannel.MapMode.READ_WRITE, offset, 4);
            mapped.order(java.nio.ByteOrder.LITTLE_ENDIAN);
            mapped.putFloat(0, mapped.getFloat(0) + 1);
        }
    }
}
