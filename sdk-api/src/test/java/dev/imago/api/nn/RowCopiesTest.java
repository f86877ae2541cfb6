package dev.imago.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.LayerOps.DecodeInput;
import dev.imago.api.nn.PackedWeight.Format;
import dev.imago.api.testing.NoLeakExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowCopiesTest {
    private static final int WIDTH = 128;
    private static final int HEADS = 8;
    private static final int SHARED = 4;
    private static final int HEAD = 16;
    private static final int INNER = 192;
    private static final int AT = 5;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private Ops ops;
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = leaks.manager();
        ops = new Ops(manager);
        manager.getEngine().setRandomSeed(5);
        assumeTrue(
                ops.packsLinear() && ProcessorFeatures.ofMachine().avx2(),
                "the processor has no use for another order");
    }

    private NDArray random(double scale, long... shape) {
        return ops.cast(manager.randomNormal(new Shape(shape)).mul(scale), Precision.BF16);
    }

    private PackedWeight weight(long out, long in) {
        return PackedWeight.plain(ops.packLinear(random(0.1, out, in)));
    }

    /** A weight of its own, in few bits. */
    private PackedWeight weight(Format format, int out, int in) {
        int group = 32;
        boolean even = out % QuantOps.INT4_ROWS == 0;
        return ops.quantised()
                .room(manager, format, out, in, group, Precision.BF16, even)
                .put(random(0.1, out, in), 0);
    }

    private LayerWeights weights(BiFunction<Integer, Integer, PackedWeight> weight) {
        int inner = HEADS * HEAD;
        int shared = SHARED * HEAD;
        return new LayerWeights(
                List.of(
                        weight.apply(inner, WIDTH),
                        weight.apply(shared, WIDTH),
                        weight.apply(shared, WIDTH),
                        weight.apply(WIDTH, inner)),
                List.of(
                        weight.apply(INNER, WIDTH),
                        weight.apply(INNER, WIDTH),
                        weight.apply(WIDTH, INNER)));
    }

    private LayerWeights plain() {
        return weights((out, in) -> PackedWeight.plain(ops.packLinear(random(0.1, out, in))));
    }

    /** The same position over a cache of its own. */
    private DecodeInput input(NDArray x, NDList norms, NDList rotary, NDArray past, int window) {
        List<NDArray> cache =
                List.of(past.duplicate(), past.duplicate(), manager.create((long) AT));
        return new DecodeInput(x, norms, rotary, cache, 1e-5, window);
    }

    private void assertSame(NDArray found, NDArray expected, float tolerance) {
        NDArray wanted = ops.cast(expected, Precision.FP32);
        float scale = wanted.abs().max().getFloat();
        assertThat(ops.cast(found, Precision.FP32).sub(wanted).abs().max().getFloat() / scale)
                .isLessThan(tolerance);
    }

    private DecodeInput input(NDArray past, int window) {
        NDList norms = new NDList(random(1, WIDTH), random(1, WIDTH));
        NDList rotary = new NDList(random(1, 1, 1, HEAD), random(1, 1, 1, HEAD));
        return input(random(1, 1, 1, WIDTH), norms, rotary, past, window);
    }

    private NDArray past() {
        return random(1, 1, SHARED, 12, HEAD);
    }

    /** Copies that are always made. */
    private RowCopies copies() {
        RowCopies copies = new RowCopies(ops.layers(), ops.quantised(), true);
        copies.allow(1_000_000);
        return copies;
    }

    private void assertComputesTheSame(
            LayerWeights weights, RowLayout layout, int window, float tolerance) {
        NDArray past = past();
        DecodeInput first = input(past, window);
        DecodeInput second = input(first.x(), first.norms(), first.rotary(), past, window);
        try (Autograd.Scope off = Autograd.off();
                NDList plain = copies().plain(weights, Precision.BF16)) {
            NDArray expected = copies().without(weights, first);
            RowWeights rows =
                    RowWeights.of(ops.layers(), weights, layout, plain, first.norms(), HEAD)
                            .orElseThrow();
            NDArray found = ops.layers().decode(second, rows.form(ops.layers()));
            assertThat(found.getShape()).isEqualTo(expected.getShape());
            assertSame(found, expected, tolerance);
            assertSame(second.cache().get(0), first.cache().get(0), tolerance / 2);
            assertSame(second.cache().get(1), first.cache().get(1), tolerance / 2);
            rows.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RowLayout.class,
            names = {"JOINED", "HALVES"})
    void copies_compute_what_the_weights_do(RowLayout layout) {
        assertComputesTheSame(plain(), layout, 0, 0.02f);
        assertComputesTheSame(plain(), layout, 3, 0.02f);
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void copies_of_few_bits_compute_nearly_what_the_weights_do(Format format) {
        LayerWeights weights = weights((out, in) -> weight(format, out, in));
        assertComputesTheSame(weights, RowLayout.BYTES, 0, 0.05f);
    }

    @Test
    void copies_that_compute_something_else_are_not_kept() {
        // One value of the row hides all others when their range is cut in 256 steps.
        LayerWeights weights = weights((out, in) -> weight(Format.INT8, out, in));
        DecodeInput input = input(past(), 0);
        NDArray norm = ops.cast(input.norms().get(1), Precision.FP32);
        norm.set(new NDIndex(3), 1e5f);
        NDList norms = new NDList(input.norms().get(0), ops.cast(norm, Precision.BF16));
        LayerWeights blind = new LayerWeights(weights.attention(), blindTo(3, weights.mlp()));
        DecodeInput far = input(input.x(), norms, input.rotary(), past(), 0);
        try (Autograd.Scope off = Autograd.off()) {
            assertThat(copies().copy(weights, input, null)).isPresent();
            assertThat(copies().copy(blind, far, null)).isEmpty();
        }
    }

    /** Gate and up that do not see one column. */
    private List<PackedWeight> blindTo(long column, List<PackedWeight> mlp) {
        List<PackedWeight> blind = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            NDArray weight = ops.cast(random(0.1, INNER, WIDTH), Precision.FP32);
            weight.set(new NDIndex(":, {}", column), 0);
            blind.add(
                    ops.quantised()
                            .room(manager, Format.INT8, INNER, WIDTH, 32, Precision.BF16, false)
                            .put(ops.cast(weight, Precision.BF16), 0));
        }
        blind.add(mlp.get(2));
        return blind;
    }

    @Test
    void weights_beyond_halves_are_copied_as_they_are() {
        LayerWeights large =
                weights((out, in) -> PackedWeight.plain(ops.packLinear(random(1e6, out, in))));
        DecodeInput input = input(past(), 0);
        RowCopies copies = copies();
        try (Autograd.Scope off = Autograd.off();
                NDList plain = copies.plain(large, Precision.BF16)) {
            assertThat(
                            RowWeights.of(
                                    ops.layers(),
                                    large,
                                    RowLayout.HALVES,
                                    plain,
                                    input.norms(),
                                    HEAD))
                    .isEmpty();
            assertThat(copies.copy(large, input, null)).isPresent();
        }
    }

    @Test
    void copies_that_are_slower_are_not_made() {
        RowCopies copies = copies();
        DecodeInput input = input(past(), 0);
        LayerWeights weights = weights((out, in) -> weight(Format.INT8, out, in));
        try (Autograd.Scope off = Autograd.off()) {
            assertThat(copies.copy(weights, input, () -> manager.zeros(new Shape(1)))).isEmpty();
            assertThat(copies.copy(weights, input, null)).isEmpty();
        }
    }

    @Test
    void four_bits_that_a_kernel_reads_get_no_copy() {
        LayerWeights weights = weights((out, in) -> weight(Format.INT4, out, in));
        DecodeInput input = input(past(), 0);
        try (Autograd.Scope off = Autograd.off()) {
            assertThat(copies().copy(weights, input, () -> copies().without(weights, input)))
                    .isEmpty();
            assertThat(copies().copy(weights, input, null)).isPresent();
        }
    }

    @Test
    void there_are_no_more_copies_than_memory_is_allowed_for() {
        long values = 2 * 128 * 128 + 2 * 64 * 128 + 3 * 192 * 128;
        LayerWeights few = weights((out, in) -> weight(Format.NF4, out, in));
        assertThat(RowWeights.bytes(plain())).isEqualTo(2 * values);
        // FBGEMM fills columns up to 512.
        long rows = 2 * 128 + 2 * 64 + 2 * 192 + 128;
        assertThat(RowWeights.bytes(few)).isEqualTo(512 * rows);
        RowCopies copies = new RowCopies(ops.layers(), ops.quantised(), true);
        DecodeInput input = input(past(), 0);
        LayerWeights weights = plain();
        try (Autograd.Scope off = Autograd.off()) {
            assertThat(copies.copy(weights, input, null)).isEmpty();
            copies.allow(3 * values);
            Optional<RowWeights> first = copies.copy(weights, input, null);
            assertThat(first).isPresent();
            assertThat(copies.copy(weights, input, null)).isEmpty();
            copies.release(first.get());
            assertThat(copies.copy(weights, input, null)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void a_large_weight_gets_a_copy_whose_products_are_as_exact(Format format) {
        int out = 32_768;
        NDArray plain = manager.randomNormal(new Shape(out, WIDTH));
        PackedWeight weight =
                ops.quantised()
                        .room(manager, format, out, WIDTH, 32, Precision.FP32, true)
                        .put(plain, 0);
        NDArray x = manager.randomNormal(new Shape(1, 1, WIDTH));
        try (Autograd.Scope off = Autograd.off()) {
            NDArray read = ops.quantised().dequantise(weight, Precision.FP32);
            NDArray expected = x.reshape(1, WIDTH).matMul(read.transpose());
            NDArray found = ops.layers().rowProduct(x, ops.layers().rowCopy(weight));
            assertThat(found.getShape()).isEqualTo(new Shape(1, 1, out));
            // 8 bits hold the numbers of int8 exactly, those of others nearly.
            float tolerance = format == Format.INT8 ? 1e-4f : 1e-2f;
            assertSame(found.reshape(1, out), expected, tolerance);

            RowCopies copies = copies();
            copies.allow(512L * out);
            for (int use = 1; use < 128; use++) {
                assertThat(copies.product(x, weight, null))
                        .satisfies(
                                product ->
                                        product.ifPresent(
                                                row -> assertThat(format.normal()).isTrue()));
            }
            copies.product(x, weight, null)
                    .ifPresent(row -> assertSame(row.reshape(1, out), expected, 1e-2f));
            weight.close();
            copies.allow(0);
        }
    }

    @Test
    void several_rows_small_weights_and_biases_read_the_weight_itself() {
        RowCopies copies = copies();
        PackedWeight weight = weight(Format.NF4, 192, WIDTH);
        try (Autograd.Scope off = Autograd.off()) {
            for (int use = 0; use < 200; use++) {
                assertThat(copies.product(random(1, 1, WIDTH), weight, null)).isEmpty();
            }
            assertThat(copies.product(random(1, 2, WIDTH), weight, null)).isEmpty();
            assertThat(copies.product(random(1, 1, WIDTH), weight, random(1, 192))).isEmpty();
        }
    }

    @Test
    void a_row_that_holds_no_number_gives_none() {
        PackedWeight copied = weight(Format.INT8, 64, WIDTH);
        NDArray x = manager.ones(new Shape(1, WIDTH));
        x.set(new NDIndex("0, 3"), Float.NaN);
        try (Autograd.Scope off = Autograd.off()) {
            NDArray found = ops.layers().rowProduct(x, ops.layers().rowCopy(copied));
            assertThat(found.isNaN().any().getBoolean()).isTrue();
        }
    }

    @Test
    void layers_get_theirs_one_after_the_other() {
        RowCopies copies = new RowCopies(ops.layers(), ops.quantised(), true);
        for (int layer = 0; layer < 3; layer++) {
            assertThat(copies.due(layer, 47 + layer, true)).isFalse();
            assertThat(copies.due(layer, 48 + layer, true)).isTrue();
            assertThat(copies.due(layer, 7 + layer, false)).isFalse();
            assertThat(copies.due(layer, 8 + layer, false)).isTrue();
        }
        assertThat(new RowCopies(ops.layers(), ops.quantised(), false).due(0, 48, true)).isFalse();
    }
}
