package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.Imago;
import dev.imago.runtime.weights.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are not what they should be are told, by file and key, before they are read. */
class BadCheckpointsTest {
    private static final Path MODELS = Path.of("src/test/resources/published");

    @TempDir Path folder;

    @Test
    void a_pickle_that_would_run_a_command_is_refused_by_its_name() {
        Path evil = MODELS.resolve("reference/evil.bin");
        assertThat(problems(() -> Checkpoint.open(evil)))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.UNSAFE_FILE);
                            assertThat(problem.place()).endsWith("evil.bin");
                            assertThat(problem.message())
                                    .containsPattern("wants to import (posix|nt|os)\\.system");
                        });
    }

    @Test
    void a_truncated_shard_is_told() throws IOException {
        Path model = copy("llama-sharded");
        cut(model.resolve("model-00002-of-00003.safetensors"), 15_000);
        assertThat(problems(() -> Imago.open(model)))
                .isNotEmpty()
                .allSatisfy(
                        problem ->
                                assertThat(problem.place())
                                        .contains("model-00002-of-00003.safetensors, model."));
    }

    @Test
    void a_truncated_pickle_is_told() throws IOException {
        Path legacy = copy("mistral-bf16").resolve("pytorch_model.bin");
        cut(legacy, 10_000);
        assertThatThrownBy(() -> Checkpoint.open(legacy))
                .hasMessageContaining("lacks the bytes of storages");
        Path zip = copy("qwen2-bin").resolve("pytorch_model.bin");
        cut(zip, 10_000);
        assertThatThrownBy(() -> Checkpoint.open(zip)).hasMessageContaining("truncated");
    }

    @Test
    void an_index_that_names_a_missing_shard_is_told_with_the_nearest() throws IOException {
        Path model = copy("llama-sharded");
        Files.move(
                model.resolve("model-00003-of-00003.safetensors"),
                model.resolve("model-0003-of-00003.safetensors"));
        assertThat(problems(() -> Imago.open(model)))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.message())
                                    .contains("missing shard model-00003-of-00003.safetensors");
                            assertThat(problem.hint()).contains("model-0003-of-00003.safetensors");
                        });
    }

    @Test
    void a_header_of_two_gigabytes_is_refused_before_it_is_read() throws IOException {
        Path file = folder.resolve("model.safetensors");
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(1L << 31);
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> Checkpoint.open(file))
                .hasMessageContaining("says its header has 2147483648 bytes");
    }

    @Test
    void everything_wrong_with_a_header_is_told_at_once() throws IOException {
        Path file =
                safetensors(
                        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]},"
                                + "\"b\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\":"
                                + " [8, 24]},"
                                + "\"c\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\":"
                                + " [24, 40]},"
                                + "\"d\": {\"dtype\": \"Q5\", \"shape\": [4], \"data_offsets\":"
                                + " [0, 4]}}",
                        32);
        List<Problem> problems = problems(() -> Checkpoint.open(file));
        assertThat(problems).allMatch(problem -> problem.code() == ErrorCode.CORRUPT_FILE);
        assertThat(problems)
                .extracting(Problem::message)
                .anyMatch(text -> text.contains("begins 8 bytes before a ends"))
                .anyMatch(text -> text.contains("of 32 bytes of data"))
                .anyMatch(text -> text.contains("unknown dtype 'Q5', expected one of F32"));
    }

    @Test
    void keys_that_do_not_fit_are_all_told_with_the_nearest() throws IOException {
        Path model = copy("llama-sharded");
        for (int i = 1; i <= 3; i++) {
            rename(
                    model.resolve("model-0000" + i + "-of-00003.safetensors"),
                    "self_attn.q_proj",
                    "self_attn.qproj_");
        }
        rename(model.resolve("model.safetensors.index.json"), "q_proj", "qproj_");
        List<Problem> problems = problems(() -> Imago.open(model));
        assertThat(problems).hasSize(4);
        assertThat(problems.toString())
                .contains("model.layers.0.self_attn.q_proj.weight")
                .contains("Did you mean 'model.layers.1.self_attn.qproj_.weight'?");
    }

    @Test
    void a_tokenizer_larger_than_the_embedding_is_told() throws IOException {
        Path model = copy("llama-sharded");
        Files.writeString(
                model.resolve("tokenizer.json"),
                Files.readString(model.resolve("tokenizer.json"))
                        .replaceFirst("\"id\": 2,", "\"id\": 300,"));
        assertThatThrownBy(() -> Imago.open(model))
                .hasMessageContaining("has an embedding of 300 rows")
                .hasMessageContaining("vocab_size: 301");
    }

    @Test
    void a_model_that_no_plugin_reads_is_told_with_those_that_are() throws IOException {
        Path model = copy("llama-sharded");
        rename(model.resolve("config.json"), "\"llama\"", "\"lama\"");
        assertThatThrownBy(() -> Imago.open(model))
                .hasMessageContaining("no plugin reads model_type 'lama'")
                .hasMessageContaining("Did you mean 'llama'?")
                .hasMessageContaining("qwen2");
    }

    @Test
    void arithmetic_that_is_not_built_is_told_by_its_key() throws IOException {
        Path model = copy("llama-sharded");
        rename(model.resolve("config.json"), "\"silu\"", "\"relu\"");
        assertThatThrownBy(() -> Imago.open(model))
                .hasMessageContaining("config.json, hidden_act")
                .hasMessageContaining("is 'relu', expected silu");
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(MODELS.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void cut(Path file, int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }

    /** Another text of the same length, so that offsets stay right. */
    private static void rename(Path file, String from, String to) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    private Path safetensors(String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        return Files.write(folder.resolve("bad.safetensors"), bytes.array());
    }

    private static List<Problem> problems(Runnable opening) {
        try {
            opening.run();
        } catch (ImagoException e) {
            return e.problems();
        }
        throw new AssertionError("nothing was wrong");
    }
}
