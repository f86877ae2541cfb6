package dev.imago.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.weights.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code imago import-decoder} over checkpoints that torch wrote as the reference does. */
class ImportDecoderTest {
    private static final Path TRAINED = Path.of("src/test/resources/reference-decoder");

    @TempDir private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path base;
    private Path target;

    @BeforeEach
    void copyBase() throws IOException {
        base = folder.resolve("base");
        target = folder.resolve("decoder");
        Files.createDirectories(base.resolve("unet"));
        Files.createDirectories(base.resolve("scheduler"));
        Files.copy(TRAINED.resolve("unet_config.json"), base.resolve("unet/config.json"));
        Files.writeString(
                base.resolve("scheduler/scheduler_config.json"),
                "{\"_class_name\": \"PNDMScheduler\", \"steps_offset\": 1}");
    }

    private int run(String... words) {
        PrintStream errors = new PrintStream(err, true, UTF_8);
        Console console =
                new Console(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        errors,
                        Console.Terminals.NONE,
                        Map.of(),
                        new StopRequest(errors));
        return new CommandLineRun(console, Verbs::create).run(List.of(words));
    }

    private int importDecoder(Path trained) {
        return run("import-decoder", trained.toString(), base.toString(), target.toString());
    }

    private static float[] first(Path file, String key, int count) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                Ops ops = new Ops(manager);
                Safetensors weights = Safetensors.open(file)) {
            NDArray value = weights.read(ops, key, manager);
            return Arrays.copyOf(value.toFloatArray(), count);
        }
    }

    @Test
    void the_last_checkpoints_become_a_folder_to_start_from() throws IOException {
        assertThat(importDecoder(TRAINED)).as(err::toString).isZero();

        assertThat(out.toString(UTF_8))
                .contains("checkpoint_step_20.pt", "unet_checkpoint_step_20.pt");
        assertThat(first(target.resolve("projector.safetensors"), "layers.0.weight", 3))
                .usingComparatorWithPrecision(1e-4f)
                .containsExactly(0.0342f, 0.0224f, -0.2058f);
        Path unet = target.resolve("unet/diffusion_pytorch_model.safetensors");
        assertThat(first(unet, "conv_in.weight", 3))
                .usingComparatorWithPrecision(1e-4f)
                .containsExactly(0.0859f, -0.0736f, -0.0323f);
        assertThat(target.resolve("scheduler/scheduler_config.json")).exists();
        assertThat(Files.readString(target.resolve("model_config.json"))).contains("\"mlp\"");
        assertThat(folder.resolve("decoder.part")).doesNotExist();
    }

    @Test
    void all_that_is_missing_is_told_at_once_and_nothing_is_written() throws IOException {
        Files.delete(base.resolve("scheduler/scheduler_config.json"));
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(importDecoder(empty)).isEqualTo(3);

        assertThat(err.toString(UTF_8))
                .contains("scheduler_config.json", "model_config.json")
                .contains("expected adapter_checkpoint.pt or checkpoint_step_N.pt");
        assertThat(target).doesNotExist();
    }

    @Test
    void a_checkpoint_of_another_size_is_refused_key_by_key() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.copy(
                TRAINED.resolve("checkpoint_step_20.pt"), other.resolve("adapter_checkpoint.pt"));
        String sizes = Files.readString(TRAINED.resolve("model_config.json"));
        Files.writeString(
                other.resolve("model_config.json"),
                sizes.replace("\"hidden_dim\": 8", "\"hidden_dim\": 12"));
        Files.writeString(base.resolve("unet/diffusion_pytorch_model.safetensors"), "");

        assertThat(importDecoder(other)).isEqualTo(3);

        assertThat(err.toString(UTF_8)).contains("layers.0.weight", "layers.1.weight", "(12, 6)");
        assertThat(target).doesNotExist();
    }

    @Test
    void wrong_words_are_usage() {
        assertThat(run("import-decoder", "one")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("has 1 arguments, expected 3");
        assertThat(run("import-decoder", "--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("imago import-decoder FOLDER BASE OUT");
    }
}
