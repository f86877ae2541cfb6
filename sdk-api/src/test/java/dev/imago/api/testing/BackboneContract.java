package dev.imago.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.KvCache;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every {@link Backbone} must keep. Extend it and give a backbone with filled weights, small
 * enough to run in a test.
 */
public abstract class BackboneContract {
    private static final int LENGTH = 6;
    private static final float CLOSE = 1e-4f;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    /**
     * The backbone under test, in float32, with a vocabulary of at least 8.
     *
     * @param manager owns its weights; closed after the test
     */
    protected abstract Backbone backbone(NDManager manager);

    @Test
    void hidden_states_have_its_width_and_logits_its_vocabulary() {
        Backbone backbone = backbone(leaks.manager());
        assertThat(backbone.output().in()).isEqualTo(backbone.width());
        assertThat(backbone.output().out()).isEqualTo(backbone.vocabulary());
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope still = Autograd.off()) {
            NDArray hidden = run(backbone, ids(scope, 1, 2, 3), 0, null);
            assertThat(hidden.getShape()).isEqualTo(new Shape(1, 3, backbone.width()));
            assertThat(backbone.output().apply(hidden).getShape())
                    .isEqualTo(new Shape(1, 3, backbone.vocabulary()));
        }
    }

    @Test
    void the_same_ids_give_the_same_bits() {
        Backbone backbone = backbone(leaks.manager());
        assertThat(whole(backbone, 1, 2, 3, 4)).isEqualTo(whole(backbone, 1, 2, 3, 4));
    }

    @Test
    void no_position_sees_a_later_one() {
        Backbone backbone = backbone(leaks.manager());
        float[] some = whole(backbone, 1, 2, 3, 4);
        float[] other = whole(backbone, 1, 2, 3, 7);
        int before = 3 * backbone.width();
        close(Arrays.copyOf(some, before), Arrays.copyOf(other, before));
        assertThat(Arrays.copyOfRange(some, before, some.length))
                .isNotEqualTo(Arrays.copyOfRange(other, before, other.length));
    }

    @Test
    void a_row_is_alone_as_in_a_batch() {
        Backbone backbone = backbone(leaks.manager());
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope still = Autograd.off()) {
            NDArray both = scope.create(new long[] {1, 2, 3, 5, 4, 6}, new Shape(2, 3));
            float[] batch = run(backbone, both, 0, null).toFloatArray();
            float[] alone = whole(backbone, 5, 4, 6);
            close(alone, Arrays.copyOfRange(batch, alone.length, batch.length));
        }
    }

    @Test
    void samples_end_to_end_in_one_row_are_as_alone() {
        Backbone backbone = backbone(leaks.manager());
        assumeTrue(backbone.packs(), "samples of one row are kept apart by a mask");
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope still = Autograd.off()) {
            NDArray row = ids(scope, 1, 2, 3, 5, 4, 6, 2, 7, 1);
            NDArray positions = ids(scope, 0, 1, 2, 0, 1, 2, 0, 0, 1);
            NDArray segments = scope.create(new long[] {3, 3, 1, 2});
            AttentionInput input = new AttentionInput(positions, null, segments, null);
            float[] packed = run(backbone, row, input).toFloatArray();
            int width = backbone.width();
            close(whole(backbone, 1, 2, 3), Arrays.copyOfRange(packed, 0, 3 * width));
            close(whole(backbone, 5, 4, 6), Arrays.copyOfRange(packed, 3 * width, 6 * width));
            close(whole(backbone, 2), Arrays.copyOfRange(packed, 6 * width, 7 * width));
            close(whole(backbone, 7, 1), Arrays.copyOfRange(packed, 7 * width, 9 * width));
        }
    }

    @Test
    void read_bit_by_bit_is_read_at_once() {
        Backbone backbone = backbone(leaks.manager());
        float[] atOnce = whole(backbone, 1, 2, 3, 4, 5, 6);
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope still = Autograd.off();
                KvCache cache = backbone.cache(scope, 1, LENGTH)) {
            float[] first = run(backbone, ids(scope, 1, 2, 3), 0, cache).toFloatArray();
            assertThat(cache.length()).isEqualTo(3);
            float[] next = run(backbone, ids(scope, 4), 3, cache).toFloatArray();
            run(backbone, ids(scope, 7, 7), 4, cache);
            cache.truncate(4);
            float[] rest = run(backbone, ids(scope, 5, 6), 4, cache).toFloatArray();
            assertThat(cache.length()).isEqualTo(LENGTH);
            int width = backbone.width();
            close(Arrays.copyOf(atOnce, 3 * width), first);
            close(Arrays.copyOfRange(atOnce, 3 * width, 4 * width), next);
            close(Arrays.copyOfRange(atOnce, 4 * width, 6 * width), rest);
        }
    }

    @Test
    void a_layer_leaves_only_its_output_behind() {
        Backbone backbone = backbone(leaks.manager());
        NDArray ids = ids(leaks.manager(), 1, 2, 3);
        NDArray positions = ids(leaks.manager(), 0, 1, 2);
        try (Autograd.Scope still = Autograd.off()) {
            NDArray hidden = backbone.embed(ids);
            Backbone.ForwardPass pass = backbone.begin(new AttentionInput(positions, null, null));
            leaks.assertSteady(() -> pass.layer(0, hidden).close());
            leaks.assertSteady(() -> backbone.norm(hidden).close());
        }
    }

    @Test
    void chosen_positions_of_a_layer_are_those_of_the_whole() {
        Backbone backbone = backbone(leaks.manager());
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope still = Autograd.off()) {
            NDArray hidden =
                    backbone.embed(scope.create(new long[] {1, 2, 3, 5, 4, 6}, new Shape(2, 3)));
            NDArray positions = scope.create(new long[] {0, 1, 2, 0, 1, 2}, new Shape(2, 3));
            NDArray rows = scope.create(new long[] {4, 2, 2});
            Backbone.ForwardPass pass = backbone.begin(new AttentionInput(positions, null, null));
            Backbone.ForwardPass plain = pass::layer;
            float[] expected = plain.layer(0, hidden, rows).toFloatArray();
            NDArray chosen = pass.layer(0, hidden, rows);
            assertThat(chosen.getShape()).isEqualTo(new Shape(3, backbone.width()));
            close(expected, chosen.toFloatArray());
            leaks.assertSteady(() -> pass.layer(0, hidden, rows).close());
        }
    }

    private float[] whole(Backbone backbone, long... ids) {
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope still = Autograd.off()) {
            return run(backbone, ids(scope, ids), 0, null).toFloatArray();
        }
    }

    private static NDArray run(Backbone backbone, NDArray ids, int start, KvCache cache) {
        Shape shape = ids.getShape();
        NDArray positions =
                ids.getManager()
                        .arange(start, (int) (start + shape.get(1)), 1, DataType.INT64)
                        .reshape(1, shape.get(1))
                        .broadcast(shape);
        return run(backbone, ids, new AttentionInput(positions, null, cache));
    }

    private static NDArray run(Backbone backbone, NDArray ids, AttentionInput input) {
        NDArray hidden = backbone.embed(ids);
        Backbone.ForwardPass pass = backbone.begin(input);
        for (int layer = 0; layer < backbone.depth(); layer++) {
            hidden = pass.layer(layer, hidden);
        }
        return backbone.norm(hidden);
    }

    private static NDArray ids(NDManager owner, long... ids) {
        return owner.create(ids, new Shape(1, ids.length));
    }

    private static void close(float[] expected, float[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(CLOSE));
        }
    }
}
