package dev.imago.plugins.llama;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import dev.imago.runtime.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cached, one by one, packed: all answer what a forward pass over everything answers. */
class LlamaDecodingTest {
    private static final LlamaConfig SMALL =
            new LlamaConfig(
                    64, 96, 2, 4, 2, null, 50, null, null, null, true, null, null, null, 0.2, null,
                    null);

    /** As above with all sizes such that 4 bits can be packed and a layer is one call. */
    private static final LlamaConfig ALIGNED =
            new LlamaConfig(
                    128, 192, 2, 4, 2, null, 50, null, null, null, true, null, null, null, 0.1,
                    null, null);

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    @TempDir Path folder;
    private Ops ops;
    private int batch = 2;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    @Test
    void one_by_one_equals_all_at_once() {
        assertDecodes(Precision.FP32, false, 1e-4f);
    }

    @Test
    void packed_bfloat16_equals_all_at_once_but_for_rounding() {
        assertDecodes(Precision.BF16, false, 0.15f);
        assertDecodes(Precision.BF16, true, 0.15f);
    }

    /** Past the position from which layers read copies of their own. */
    @ParameterizedTest
    @CsvSource({", 0.03", "INT8, 0.1", "INT4, 0.1", "NF4, 0.1"})
    void long_answers_equal_all_at_once(Quantization.Bits bits, float tolerance) {
        int positions = 60;
        batch = 1;
        ops.rowCopies().allow(100_000_000);
        try (ParameterStore store = new ParameterStore(ops, leaks.manager(), Precision.BF16);
                Autograd.Scope off = Autograd.off()) {
            Backbone backbone = new LlamaBackbone(ALIGNED, store.root(), ops);
            if (bits != null) {
                store.quantize(Quantization.of(bits));
            }
            store.initialise(3);
            store.prepareForInference();
            NDArray whole;
            try (KvCache cache = backbone.cache(leaks.manager(), 1, positions)) {
                whole = hidden(backbone, cache, positions);
            }
            try (KvCache cache = backbone.cache(leaks.manager(), 1, positions)) {
                for (int i = 0; i < positions; i++) {
                    assertNear(hidden(backbone, cache, 1), whole, i, tolerance);
                }
            }
        }
    }

    @Test
    void layers_one_by_one_equal_all_in_one_call() {
        batch = 1;
        try (ParameterStore store = new ParameterStore(ops, leaks.manager(), Precision.BF16);
                Autograd.Scope off = Autograd.off()) {
            Backbone backbone = new LlamaBackbone(ALIGNED, store.root(), ops);
            store.initialise(3);
            store.prepareForInference();
            try (KvCache first = backbone.cache(leaks.manager(), 1, 4);
                    KvCache second = backbone.cache(leaks.manager(), 1, 4)) {
                for (int position = 0; position < 4; position++) {
                    NDArray hidden =
                            backbone.embed(leaks.manager().create(new long[][] {{position}}));
                    NDArray at = leaks.manager().create(new long[][] {{position}});
                    NDArray whole =
                            backbone.begin(new AttentionInput(at, null, first))
                                    .layers(hidden)
                                    .orElseThrow();
                    Backbone.ForwardPass pass =
                            backbone.begin(new AttentionInput(at, null, second));
                    for (int layer = 0; layer < backbone.depth(); layer++) {
                        hidden = pass.layer(layer, hidden);
                    }
                    assertThat(ops.cast(whole, Precision.FP32).toFloatArray())
                            .isEqualTo(ops.cast(hidden, Precision.FP32).toFloatArray());
                    assertThat(first.length()).isEqualTo(second.length());
                }
            }
        }
    }

    @Test
    void several_positions_and_training_take_the_layers_one_by_one() {
        try (ParameterStore store = new ParameterStore(ops, leaks.manager(), Precision.BF16)) {
            Backbone backbone = new LlamaBackbone(ALIGNED, store.root(), ops);
            store.initialise(3);
            NDArray at = leaks.manager().create(new long[][] {{0, 1}});
            try (KvCache cache = backbone.cache(leaks.manager(), 1, 4)) {
                AttentionInput input = new AttentionInput(at, null, cache);
                assertThat(backbone.begin(input).layers(backbone.embed(at))).isEmpty();
                assertThat(cache.length()).isZero();
            }
        }
    }

    private void assertDecodes(Precision precision, boolean packed, float tolerance) {
        try (ParameterStore store = new ParameterStore(ops, leaks.manager(), precision);
                Autograd.Scope off = Autograd.off()) {
            Backbone backbone = new LlamaBackbone(SMALL, store.root(), ops);
            store.initialise(3);
            NDArray whole;
            try (KvCache cache = backbone.cache(leaks.manager(), 2, 12)) {
                whole = logits(backbone, cache, 12);
            }
            if (packed) {
                store.prepareForInference();
            }
            try (KvCache cache = backbone.cache(leaks.manager(), 2, 12)) {
                assertClose(logits(backbone, cache, 5), whole, 0, 5, tolerance);
                for (int i = 5; i < 8; i++) {
                    assertClose(logits(backbone, cache, 1), whole, i, i + 1, tolerance);
                }
                assertClose(logits(backbone, cache, 3), whole, 8, 11, tolerance);
                cache.truncate(4);
                assertClose(logits(backbone, cache, 1), whole, 4, 5, tolerance);
                assertThat(cache.length()).isEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, FP32, 1e-3",
        "INT8, BF16, 0.15",
        "INT4, FP32, 1e-3",
        "INT4, BF16, 0.15",
        "NF4, FP32, 1e-3",
        "NF4_DOUBLE, BF16, 0.15"
    })
    void few_bits_one_by_one_equal_all_at_once(
            Quantization.Bits bits, Precision precision, float tolerance) {
        assertDecodesQuantised(SMALL, bits, precision, tolerance);
        assertDecodesQuantised(ALIGNED, bits, precision, tolerance);
    }

    private void assertDecodesQuantised(
            LlamaConfig config, Quantization.Bits bits, Precision precision, float tolerance) {
        try (ParameterStore store = new ParameterStore(ops, leaks.manager(), precision);
                Autograd.Scope off = Autograd.off()) {
            Backbone backbone = new LlamaBackbone(config, store.root(), ops);
            store.quantize(Quantization.of(bits));
            store.initialise(3);
            store.prepareForInference();
            // What is read from values is the same numbers without any kernel for few bits.
            try (ParameterStore plain = new ParameterStore(ops, leaks.manager(), precision)) {
                Backbone other = new LlamaBackbone(config, plain.root(), ops);
                Path file = folder.resolve("model.safetensors");
                new SafetensorsWriter(ops).write(file, store.tensors());
                try (Safetensors saved = Safetensors.open(file)) {
                    plain.load(saved);
                }
                NDArray whole;
                try (KvCache cache = other.cache(leaks.manager(), 2, 12)) {
                    whole = hidden(other, cache, 12);
                }
                try (KvCache cache = backbone.cache(leaks.manager(), 2, 12)) {
                    assertClose(hidden(backbone, cache, 5), whole, 0, 5, tolerance);
                    for (int i = 5; i < 12; i++) {
                        assertClose(hidden(backbone, cache, 1), whole, i, i + 1, tolerance);
                    }
                }
            }
        }
    }

    @Test
    void a_step_leaves_nothing_behind() {
        try (ParameterStore store = new ParameterStore(ops, leaks.manager(), Precision.BF16);
                Autograd.Scope off = Autograd.off()) {
            Backbone backbone = new LlamaBackbone(SMALL, store.root(), ops);
            store.initialise(3);
            store.prepareForInference();
            try (KvCache cache = backbone.cache(leaks.manager(), 2, 12)) {
                logits(backbone, cache, 5).close();
                leaks.assertSteady(() -> logits(backbone, cache, 1).close());
            }
        }
    }

    /** Logits of the next positions, float32, owned by the test's manager. */
    private NDArray logits(Backbone backbone, KvCache cache, int count) {
        NDArray wide = predicted(backbone, cache, count, backbone.output()::apply);
        assertThat(wide.getShape()).isEqualTo(new Shape(batch, count, 50));
        return wide;
    }

    /** Hidden states of the next positions: a tied output in few bits is not in the file. */
    private NDArray hidden(Backbone backbone, KvCache cache, int count) {
        return predicted(backbone, cache, count, state -> state);
    }

    private NDArray predicted(
            Backbone backbone, KvCache cache, int count, UnaryOperator<NDArray> head) {
        try (NDManager scope = leaks.manager().newSubManager()) {
            int from = cache.length();
            long[] row = LongStream.range(from, from + count).toArray();
            NDArray positions = scope.create(row).expandDims(0).repeat(0, batch);
            NDArray ids = positions.mul(7).mod(50);
            NDArray hidden =
                    UnifiedForward.layers(
                            backbone,
                            backbone.embed(ids),
                            new AttentionInput(positions, null, cache));
            NDArray wide = ops.cast(head.apply(backbone.norm(hidden)), Precision.FP32);
            wide.attach(leaks.manager());
            return wide;
        }
    }

    /** By length, as rows rounded to 8 bits are off a little everywhere. */
    private static void assertNear(NDArray found, NDArray whole, int position, float tolerance) {
        NDArray wanted = whole.get(new NDIndex(":, {}:{}", position, position + 1));
        double off = Math.sqrt(found.sub(wanted).square().sum().getFloat());
        assertThat(off / Math.sqrt(wanted.square().sum().getFloat())).isLessThan(tolerance);
    }

    private static void assertClose(
            NDArray found, NDArray whole, int from, int to, float tolerance) {
        NDArray wanted = whole.get(new NDIndex(":, {}:{}", from, to));
        assertThat(found.sub(wanted).abs().max().getFloat()).isLessThan(tolerance);
    }
}
