package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.Quantization.Bits;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FewBitsCheckpointTest {
    private static final String WEIGHT = "block.wide.weight";

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    @TempDir Path folder;
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    private ParameterStore store(Precision precision, Bits bits) {
        ParameterStore store = new ParameterStore(ops, leaks.manager(), precision);
        store.root().at("block").linear("narrow", 192, 64, false, Init.normal(1));
        store.root().at("block").linear("wide", 192, 128, true, Init.normal(1));
        if (bits != null) {
            store.quantize(Quantization.of(bits));
        }
        return store;
    }

    private Path written(ParameterStore store) {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter writer = new SafetensorsWriter(ops);
        try (FewBitsTensors few = new FewBitsTensors(store, store.parameters())) {
            writer.write(file, few.tensors());
        }
        return file;
    }

    private byte[] codes(ParameterStore store) {
        StoredParameter weight = (StoredParameter) store.find(WEIGHT).orElseThrow();
        return weight.packed().data().toByteArray();
    }

    private float[] values(ParameterStore store) {
        NDArray value = store.find(WEIGHT).orElseThrow().value();
        return ops.cast(value, Precision.FP32).toFloatArray();
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void bits_come_back_as_they_were(Bits bits) {
        for (Precision precision : Precision.values()) {
            ParameterStore before = store(precision, bits);
            before.initialise(4);
            ParameterStore after = store(precision, bits);
            for (int time = 0; time < 2; time++) {
                try (Checkpoint checkpoint = Checkpoint.open(written(before))) {
                    assertThat(checkpoint.fewBits(WEIGHT)).isPresent();
                    after.load(checkpoint);
                }
                assertThat(codes(after)).isEqualTo(codes(before));
                assertThat(values(after)).isEqualTo(values(before));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Bits.class)
    void whole_weights_are_what_the_bits_stand_for(Bits bits) {
        ParameterStore before = store(Precision.BF16, bits);
        before.initialise(4);
        ParameterStore after = store(Precision.BF16, null);
        try (Checkpoint checkpoint = Checkpoint.open(written(before))) {
            after.load(checkpoint);
        }
        assertThat(values(after)).isEqualTo(values(before));
    }

    private void assertRefused(List<Tensor> tensors, String... words) {
        Path file = folder.resolve("broken.safetensors");
        new SafetensorsWriter(ops).write(file, tensors);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void codes_that_are_none_are_refused_by_name() {
        NDArray bytes = leaks.manager().zeros(new Shape(64, 32), DataType.UINT8);
        Tensor codes = new Tensor(WEIGHT + ".codes", TensorType.U8, bytes);
        assertRefused(List.of(codes), WEIGHT + ".scales' is missing");
        for (Shape shape :
                List.of(new Shape(64, 2), new Shape(3, 64, 2), new Shape(0, 64, 2), new Shape(9))) {
            NDArray array = leaks.manager().zeros(shape);
            Tensor scales = new Tensor(WEIGHT + ".scales", TensorType.F32, array);
            assertRefused(List.of(codes, scales), WEIGHT, "has codes U8", "expected those of int8");
        }
    }
}
