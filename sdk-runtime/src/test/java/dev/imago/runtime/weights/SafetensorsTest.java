package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.OpsBed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest extends OpsBed {
    @TempDir Path folder;

    private List<SafetensorsWriter.Tensor> everyType() {
        NDArray floats = manager.randomNormal(new Shape(3, 5));
        return List.of(
                new SafetensorsWriter.Tensor("f32", TensorType.F32, floats),
                new SafetensorsWriter.Tensor(
                        "f16", TensorType.F16, floats.toType(DataType.FLOAT16, true)),
                new SafetensorsWriter.Tensor(
                        "bf16", TensorType.BF16, ops.cast(floats, Precision.BF16)),
                new SafetensorsWriter.Tensor(
                        "i64", TensorType.I64, manager.create(new long[] {Long.MIN_VALUE, 7})),
                new SafetensorsWriter.Tensor(
                        "i32", TensorType.I32, manager.create(new int[] {1, -2, 3})),
                new SafetensorsWriter.Tensor(
                        "u8",
                        TensorType.U8,
                        manager.create(new byte[] {1, (byte) 255, 3}, new Shape(3))
                                .toType(DataType.UINT8, true)),
                new SafetensorsWriter.Tensor("scalar", TensorType.F32, manager.create(4f)),
                new SafetensorsWriter.Tensor(
                        "empty", TensorType.F32, manager.create(new Shape(0, 4))));
    }

    @Test
    void every_type_comes_back_bit_equal() {
        List<SafetensorsWriter.Tensor> written = everyType();
        Path file = folder.resolve("all.safetensors");
        new SafetensorsWriter(ops).write(file, written);
        try (Safetensors read = Safetensors.open(file)) {
            for (SafetensorsWriter.Tensor tensor : written) {
                NDArray found = read.read(ops, tensor.name(), manager);
                assertThat(found.getShape()).isEqualTo(tensor.array().getShape());
                assertThat(found.getDataType()).isEqualTo(tensor.array().getDataType());
                assertThat(found.toByteBuffer(false)).isEqualTo(tensor.array().toByteBuffer(false));
            }
        }
        assertThat(folder.toFile().list()).containsExactly("all.safetensors");
    }

    @Test
    void shards_are_found_by_their_index() {
        List<SafetensorsWriter.Tensor> written = everyType();
        new SafetensorsWriter(ops).writeFolder(folder, written, 64);
        assertThat(folder.resolve("model.safetensors.index.json")).exists();
        try (Safetensors read = Safetensors.open(folder)) {
            assertThat(read.tensors()).hasSize(written.size());
            assertThat(read.read(ops, "i64", manager).toLongArray())
                    .containsExactly(Long.MIN_VALUE, 7);
        }
    }

    @Test
    void reading_converts_to_the_precision_asked_for() {
        NDArray floats = manager.randomNormal(new Shape(9));
        Path file = folder.resolve("x.safetensors");
        new SafetensorsWriter(ops)
                .write(file, List.of(new SafetensorsWriter.Tensor("x", TensorType.F32, floats)));
        try (Safetensors read = Safetensors.open(file)) {
            NDArray half = read.read(ops, "x", manager, Precision.BF16);
            assertThat(Precision.of(half)).isEqualTo(Precision.BF16);
            assertThat(half.toByteBuffer(false))
                    .isEqualTo(ops.cast(floats, Precision.BF16).toByteBuffer(false));
        }
    }

    @Test
    void a_missing_file_and_a_missing_key_are_named() {
        assertProblem(folder.resolve("none"), ErrorCode.FILE_NOT_FOUND, "none");
        assertProblem(folder, ErrorCode.FILE_NOT_FOUND, "model.safetensors");
        Path file = folder.resolve("x.safetensors");
        new SafetensorsWriter(ops).write(file, everyType());
        try (Safetensors read = Safetensors.open(file)) {
            assertThatThrownBy(() -> read.read(ops, "bf61", manager))
                    .hasMessageContaining("Did you mean 'bf16'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{'a':1}",
                "{'a':{'dtype':'F99','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,400]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}",
                "{'a':{'dtype':'F32','data_offsets':[0,4]}}"
            })
    void a_wrong_header_is_refused(String header) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(text.length).put(text).array());
        assertProblem(file, ErrorCode.CORRUPT_FILE, "bad.safetensors");
    }

    @Test
    void every_truncation_is_refused() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        new SafetensorsWriter(ops).write(file, everyType());
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            assertProblem(cut, ErrorCode.CORRUPT_FILE, "cut.safetensors");
        }
    }

    @Test
    void flipped_header_bytes_never_crash() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        new SafetensorsWriter(ops).write(file, everyType());
        byte[] whole = Files.readAllBytes(file);
        Path flipped = folder.resolve("flipped.safetensors");
        Random random = new Random(1);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] copy = whole.clone();
            copy[random.nextInt(600)] ^= (byte) (1 << random.nextInt(8));
            Files.write(flipped, copy);
            try (Safetensors read = Safetensors.open(flipped)) {
                for (String name : read.tensors().keySet()) {
                    read.read(ops, name, manager).close();
                }
            } catch (ImagoException e) {
                refused.add(e.getMessage());
            }
        }
        assertThat(refused).hasSizeGreaterThan(100);
    }

    private static void assertProblem(Path file, ErrorCode code, String text) {
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
