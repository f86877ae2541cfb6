package dev.imago.runtime.sequence;

import static dev.imago.runtime.sequence.Sequence.IGNORE;
import static dev.imago.runtime.sequence.Sequence.VISUAL;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
    private static final int START = 8;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    // A question (0..3) and a learned image of two tokens (4, 5), then a short text.
    private final Sequence drawn =
            new Sequence(
                    "drawn",
                    new int[] {1, 2, 3, START, VISUAL, VISUAL, 9},
                    new int[] {IGNORE, IGNORE, IGNORE, START, IGNORE, IGNORE, 9},
                    List.of(new ImageSpan(4, SpanExpansionTest.images(1).get(0), true)),
                    2);
    private final Sequence text =
            new Sequence("text", new int[] {1, 5, 6}, new int[] {IGNORE, IGNORE, 6}, List.of(), 2);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void text_labels_are_predicted_one_position_earlier() {
        Batch batch = build(false);

        assertThat(batch.textRows().toLongArray()).containsExactly(2, 5, 8);
        assertThat(batch.textTargets().toLongArray()).containsExactly(START, 9, 6);
    }

    @Test
    void visual_tokens_are_predicted_from_the_start_mark_on() {
        Batch batch = build(false);

        assertThat(batch.visualRows().toLongArray()).containsExactly(4, 5);
        assertThat(batch.visionRows().toLongArray()).containsExactly(3, 4);
        assertThat(batch.slots().toLongArray()).containsExactly(0, 1);
        assertThat(batch.visionTargets().getShape()).isEqualTo(new Shape(2, 3));
    }

    @Test
    void padding_behind_needs_no_mask() {
        assertThat(build(false).mask()).isNull();
    }

    @Test
    void padding_in_front_shifts_rows_and_positions_and_is_masked() {
        Batch batch = build(true);

        assertThat(batch.textRows().toLongArray()).containsExactly(2, 5, 12);
        assertThat(batch.positions().get(1).toLongArray()).containsExactly(0, 0, 0, 0, 0, 1, 2);
        boolean[] last = batch.mask().get(1).get(0).get(6).toBooleanArray();
        assertThat(last).containsExactly(false, false, false, false, true, true, true);
    }

    @Test
    void packed_sequences_stand_end_to_end_and_each_counts_from_zero() {
        NDArray features = manager.arange(6f).reshape(1, 2, 3);
        Batch batch =
                BatchBuilder.packed().build(List.of(text, drawn), features, features, manager);

        assertThat(batch.ids().getShape()).isEqualTo(new Shape(1, 10));
        assertThat(batch.ids().toLongArray()).containsExactly(1, 5, 6, 1, 2, 3, START, 0, 0, 9);
        assertThat(batch.positions().toLongArray()).containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5, 6);
        assertThat(batch.segments().toLongArray()).containsExactly(3, 7);
        assertThat(batch.mask()).isNull();
        assertThat(batch.textRows().toLongArray()).containsExactly(1, 5, 8);
        assertThat(batch.textTargets().toLongArray()).containsExactly(6, START, 9);
        assertThat(batch.visualRows().toLongArray()).containsExactly(7, 8);
        assertThat(batch.visionRows().toLongArray()).containsExactly(6, 7);
    }

    @Test
    void a_mask_keeps_packed_samples_apart() {
        NDArray mask = SegmentMask.of(new long[] {1, 2}, manager);

        assertThat(mask.getShape()).isEqualTo(new Shape(1, 1, 3, 3));
        assertThat(mask.toBooleanArray())
                .containsExactly(true, false, false, false, true, false, false, true, true);
    }

    private Batch build(boolean padLeft) {
        NDArray features = manager.arange(6f).reshape(1, 2, 3);
        return new BatchBuilder(padLeft).build(List.of(drawn, text), features, features, manager);
    }
}
