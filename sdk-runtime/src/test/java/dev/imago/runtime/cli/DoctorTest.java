package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.nn.ProcessorFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir Path folder;

    @Test
    void explains_what_auto_chooses() throws IOException {
        EngineFacts engine = new EngineFacts("2.7.1 cpu linux-x86_64", true, "2.7.1", "/lib", 0);
        Doctor doctor = new Doctor(Map.of(), engine, features("fpu avx2 avx512_bf16"), false);
        assertThat(doctor.findings().get("device"))
                .containsEntry("device: auto", "cpu")
                .containsEntry("because", "there is no NVIDIA driver");
        assertThat(doctor.findings().get("processor").get("precision: bf16").toString())
                .startsWith("fast");
        assertThat(doctor.well()).isTrue();
    }

    @Test
    void a_driver_without_cuda_natives_gets_the_lines_to_use() throws IOException {
        EngineFacts engine = new EngineFacts("2.7.1 cpu linux-x86_64", true, "2.7.1", "/lib", 0);
        Doctor doctor = new Doctor(Map.of(), engine, features("avx2"), true);
        assertThat(doctor.advice().get(0))
                .contains(
                        "PYTORCH_FLAVOR=cu128", "torch==2.7.1", "<version>2.7.1-0.35.1</version>");
    }

    @Test
    void an_engine_that_does_not_load_is_told_with_its_reason() throws IOException {
        EngineFacts engine = new EngineFacts("none", false, "", "UnsatisfiedLinkError: x", 0);
        Doctor doctor = new Doctor(Map.of("OMP_NUM_THREADS", "1"), engine, features(""), false);
        assertThat(doctor.well()).isFalse();
        assertThat(doctor.findings().get("engine")).containsEntry("why not", engine.path());
        assertThat(doctor.findings().get("environment")).containsEntry("OMP_NUM_THREADS", "1");
        assertThat(doctor.advice().get(0)).contains("pytorch-native-cpu:2.7.1");
    }

    @Test
    void looks_at_this_machine() {
        TestConsole console = new TestConsole();
        assertThat(console.run("doctor")).isZero();
        assertThat(console.out()).contains("libtorch").contains("device: auto");
        TestConsole json = new TestConsole();
        assertThat(json.run("doctor", "--json")).isZero();
        assertThat(json.out()).contains("\"loads\" : true");
    }

    private ProcessorFeatures features(String flags) throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(file, "processor : 0\nflags\t\t: " + flags + "\n");
        return ProcessorFeatures.of(file);
    }
}
