package dev.imago.plugins.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.OpsBed;
import dev.imago.runtime.weights.ParameterStore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The window against an explicit mask, and however the positions are read. */
class MistralWindowTest extends OpsBed {
    private static final int WINDOW = 3;
    private static final int LENGTH = 200; // more than one block of queries

    private Backbone backbone(Integer window) {
        ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
        MistralConfig sizes =
                new MistralConfig(
                        16, 24, 2, 4, 2, null, 11, null, null, null, null, window, null, 0.3);
        Backbone backbone = new MistralBackbone(sizes, store.root(), ops);
        store.initialise(7);
        return backbone;
    }

    @Test
    void a_window_equals_a_mask_that_hides_what_lies_before() {
        try (Autograd.Scope still = Autograd.off()) {
            NDArray masked = run(backbone(null), 0, LENGTH, band(WINDOW), null);
            assertClose(run(backbone(WINDOW), 0, LENGTH, null, null), masked);
        }
    }

    @Test
    void a_mask_and_the_window_hide_both() {
        try (Autograd.Scope still = Autograd.off()) {
            NDArray masked = run(backbone(null), 0, LENGTH, band(WINDOW), null);
            assertClose(run(backbone(WINDOW), 0, LENGTH, band(LENGTH), null), masked);
        }
    }

    @Test
    void read_in_parts_with_a_cache_is_read_at_once() {
        Backbone backbone = backbone(WINDOW);
        try (Autograd.Scope still = Autograd.off();
                KvCache cache = backbone.cache(manager, 1, LENGTH)) {
            NDArray whole = run(backbone, 0, 20, null, null);
            NDArray first = run(backbone, 0, 8, null, cache);
            NDArray one = run(backbone, 8, 9, null, cache);
            NDArray rest = run(backbone, 9, 20, null, cache);
            assertClose(first.concat(one, 1).concat(rest, 1), whole);
        }
    }

    @Test
    void with_gradients_it_is_the_same() {
        Backbone backbone = backbone(WINDOW);
        NDArray still;
        try (Autograd.Scope off = Autograd.off()) {
            still = run(backbone, 0, 20, null, null);
        }
        try (Autograd.Scope on = Autograd.on()) {
            assertClose(run(backbone, 0, 20, null, null), still);
        }
    }

    @Test
    void packed_samples_have_a_window_each() {
        Backbone backbone = backbone(WINDOW);
        NDArray positions =
                manager.create(LongStream.range(0, 20).toArray())
                        .concat(manager.create(LongStream.range(0, 12).toArray()), 0)
                        .expandDims(0);
        NDArray segments = manager.create(new long[] {20, 12});
        try (Autograd.Scope on = Autograd.on()) {
            NDArray packed =
                    run(backbone, new AttentionInput(positions, null, segments, null), positions);
            assertClose(packed.get(":, :20"), run(backbone, 0, 20, null, null));
            assertClose(packed.get(":, 20:"), run(backbone, 0, 12, null, null));
        }
    }

    /** {@code [1, 1, T, T]}, true where a window lets a position look. */
    private NDArray band(int window) {
        boolean[] may = new boolean[LENGTH * LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            for (int s = Math.max(0, t - window + 1); s <= t; s++) {
                may[t * LENGTH + s] = true;
            }
        }
        return manager.create(may, new Shape(1, 1, LENGTH, LENGTH));
    }

    private NDArray run(Backbone backbone, int from, int to, NDArray mask, KvCache cache) {
        NDArray positions = manager.create(LongStream.range(from, to).toArray()).expandDims(0);
        return run(backbone, new AttentionInput(positions, mask, cache), positions);
    }

    private static NDArray run(Backbone backbone, AttentionInput input, NDArray positions) {
        NDArray ids = positions.mul(7).mod(11);
        Backbone.ForwardPass pass = backbone.begin(input);
        NDArray hidden = backbone.embed(ids);
        for (int layer = 0; layer < backbone.depth(); layer++) {
            hidden = pass.layer(layer, hidden);
        }
        return backbone.norm(hidden);
    }

    private static void assertClose(NDArray found, NDArray wanted) {
        assertThat(found.getShape()).isEqualTo(wanted.getShape());
        NDArray error = found.sub(wanted).abs();
        assertThat(error.max().getFloat())
                .as("worst row %s", error.get(new NDIndex("0")).argMax())
                .isLessThan(1e-4f);
    }
}
