package dev.imago.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.weights.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged on purpose: each is refused by name, before memory is spent. */
class GgufRefusalsTest {
    private static final Path WHOLE = Path.of("src/test/resources/gguf/llama.gguf");
    private static final int VERSION = 4;
    private static final int TENSOR_COUNT = 8;
    private static final int ENTRY_COUNT = 16;
    private static final int FIRST_KEY = 24;

    @TempDir Path folder;

    private void refused(Consumer<ByteBuffer> damage, String... words) {
        refused(damaged(damage), words);
    }

    private void refused(byte[] bytes, String... words) {
        Path file = write(bytes);
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e ->
                                org.assertj.core.api.Assertions.assertThat(e.problems())
                                        .allMatch(
                                                problem ->
                                                        problem.code() == ErrorCode.CORRUPT_FILE))
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
    }

    private static byte[] damaged(Consumer<ByteBuffer> damage) {
        byte[] bytes = whole();
        damage.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    private static byte[] whole() {
        try {
            return Files.readAllBytes(WHOLE);
        } catch (IOException e) {
            throw new IllegalStateException(WHOLE + " can't be read", e);
        }
    }

    private Path write(byte[] bytes) {
        try {
            return Files.write(folder.resolve("damaged.gguf"), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(folder + " can't be written", e);
        }
    }

    /** Where something that follows a name begins. */
    private static int after(String name) {
        byte[] bytes = whole();
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at + wanted.length;
            }
        }
        throw new IllegalArgumentException(name + " is not in " + WHOLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE, 1L << 40, 1_000_000})
    void counts_that_the_file_cannot_hold_are_refused(long count) {
        String told = Long.toUnsignedString(count);
        refused(in -> in.putLong(TENSOR_COUNT, count), "tensor_count", told);
        refused(in -> in.putLong(ENTRY_COUNT, count), "metadata_kv_count", told);
        refused(in -> in.putLong(FIRST_KEY, count), "metadata key 0", told);
        int tokens = after("tokenizer.ggml.tokens") + 8;
        refused(in -> in.putLong(tokens, count), "tokenizer.ggml.tokens", told);
    }

    @Test
    void versions_that_are_not_known_are_told() {
        refused(in -> in.putInt(VERSION, 1), "version", "is 1, expected 2 or 3");
        refused(in -> in.putInt(VERSION, 3 << 24), "version", "big-endian");
    }

    @Test
    void tensors_of_impossible_shape_type_or_place_are_named() {
        String name = "blk.0.attn_q.weight";
        int axes = after(name);
        refused(in -> in.putInt(axes, 9), name, "9 axes");
        refused(in -> in.putLong(axes + 4, 33), name, "blocks of Q4_1");
        refused(in -> in.putLong(axes + 4, 1L << 62), name, "more than the file holds");
        refused(in -> in.putLong(axes + 12, -1), name, "more than the file holds");
        refused(in -> in.putInt(axes + 20, 99), name, "type 99", "Q4_K");
        refused(in -> in.putLong(axes + 24, -32), name, "begins at byte");
        refused(in -> in.putLong(axes + 24, 7), name, "multiple of 32");
        refused(in -> in.putLong(axes + 24, 0), "overlaps");
    }

    @Test
    void a_value_of_unknown_type_is_named() {
        int type = after("llama.block_count");
        refused(in -> in.putInt(type, 77), "llama.block_count", "unknown type 77");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 20, 100, 4000, 12000, -1})
    void a_file_that_is_cut_short_is_refused(int length) {
        byte[] bytes = whole();
        int kept = length < 0 ? bytes.length + length : length;
        refused(Arrays.copyOf(bytes, kept), "");
    }

    @Test
    void other_models_are_refused_by_what_they_are() {
        Path file =
                write(
                        damaged(
                                in -> {
                                    int at = after("general.architecture") + 12;
                                    in.put(at, (byte) 'g');
                                }));
        assertThatThrownBy(() -> Checkpoint.open(file).close())
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll("general.architecture", "'glama'", "llama, qwen2, qwen3");
    }
}
