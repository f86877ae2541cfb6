package dev.imago.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.LayerOps.DecodeInput;
import dev.imago.api.testing.NoLeakExtension;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RowCopiesTest {
    private static final int WIDTH = 96;
    private static final int HEADS = 6;
    private static final int SHARED = 2;
    private static final int HEAD = 16;
    private static final int INNER = 160;
    private static final int AT = 5;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private Ops ops;
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = leaks.manager();
        ops = new Ops(manager);
        assumeTrue(
                ops.packsLinear() && ProcessorFeatures.ofMachine().avx2(),
                "the processor has no use for another order");
    }

    private NDArray random(double scale, long... shape) {
        return ops.cast(manager.randomNormal(new Shape(shape)).mul(scale), Precision.BF16);
    }

    private NDArray weight(long out, long in) {
        return ops.packLinear(random(0.1, out, in));
    }

    private List<NDArray> attention() {
        long inner = (long) HEADS * HEAD;
        long shared = (long) SHARED * HEAD;
        return List.of(
                weight(inner, WIDTH),
                weight(shared, WIDTH),
                weight(shared, WIDTH),
                weight(WIDTH, inner));
    }

    private List<NDArray> mlp() {
        return List.of(weight(INNER, WIDTH), weight(INNER, WIDTH), weight(WIDTH, INNER));
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

    private void assertComputesTheSame(int window) {
        List<NDArray> attention = attention();
        List<NDArray> mlp = mlp();
        NDList norms = new NDList(random(1, WIDTH), random(1, WIDTH));
        NDList rotary = new NDList(random(1, 1, 1, HEAD), random(1, 1, 1, HEAD));
        NDArray past = random(1, 1, SHARED, 12, HEAD);
        NDArray x = random(1, 1, 1, WIDTH);
        DecodeInput first = input(x, norms, rotary, past, window);
        DecodeInput second = input(x, norms, rotary, past, window);
        try (Autograd.Scope off = Autograd.off()) {
            NDArray expected =
                    ops.layers()
                            .decode(
                                    first,
                                    Stream.of(attention, mlp).flatMap(List::stream).toList());
            RowWeights rows =
                    RowWeights.of(ops.layers(), attention, mlp, norms, HEAD).orElseThrow();
            NDArray found = ops.layers().decodeRow(second, rows);
            assertThat(found.getShape()).isEqualTo(expected.getShape());
            assertSame(found, expected, 0.02f);
            assertSame(second.cache().get(0), first.cache().get(0), 0.01f);
            assertSame(second.cache().get(1), first.cache().get(1), 0.01f);
            rows.close();
        }
    }

    @Test
    void copies_compute_what_the_weights_do() {
        assertComputesTheSame(0);
        assertComputesTheSame(3);
    }

    @Test
    void weights_beyond_halves_get_no_copy() {
        List<NDArray> attention = attention();
        List<NDArray> large =
                List.of(
                        ops.packLinear(random(1e6, INNER, WIDTH)),
                        weight(INNER, WIDTH),
                        mlp().get(2));
        NDList norms = new NDList(random(1, WIDTH), random(1, WIDTH));
        try (Autograd.Scope off = Autograd.off()) {
            assertThat(RowWeights.of(ops.layers(), attention, large, norms, HEAD)).isEmpty();
        }
    }

    @Test
    void there_are_no_more_copies_than_memory_is_allowed_for() {
        RowCopies copies = new RowCopies(ops.layers(), true);
        NDList norms = new NDList(random(1, WIDTH), random(1, WIDTH));
        NDList rotary = new NDList(random(1, 1, 1, HEAD), random(1, 1, 1, HEAD));
        DecodeInput input =
                input(random(1, 1, 1, WIDTH), norms, rotary, random(1, 1, SHARED, 12, HEAD), 0);
        List<NDArray> attention = attention();
        List<NDArray> mlp = mlp();
        long bytes = RowWeights.bytes(Stream.of(attention, mlp).flatMap(List::stream).toList());
        assertThat(bytes).isEqualTo(2L * (2 * 96 * 96 + 2 * 32 * 96 + 3 * 160 * 96));
        try (Autograd.Scope off = Autograd.off()) {
            assertThat(copies.copy(attention, mlp, input)).isEmpty();
            copies.allow(bytes * 3 / 2);
            Optional<RowWeights> first = copies.copy(attention, mlp, input);
            // Where they are not faster here, there are none at all.
            if (first.isPresent()) {
                assertThat(copies.copy(attention, mlp, input)).isEmpty();
                copies.release(first.get());
                assertThat(copies.copy(attention, mlp, input)).isPresent();
            }
        }
    }

    @Test
    void layers_get_theirs_one_after_the_other() {
        RowCopies copies = new RowCopies(ops.layers(), true);
        for (int layer = 0; layer < 3; layer++) {
            assertThat(copies.due(layer, 47 + layer)).isFalse();
            assertThat(copies.due(layer, 48 + layer)).isTrue();
            assertThat(copies.due(layer, 49 + layer)).isFalse();
        }
        assertThat(new RowCopies(ops.layers(), false).due(0, 48)).isFalse();
    }
}
