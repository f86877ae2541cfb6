package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.generate.GenerationEvent.Reason;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.generate.GeneratedRow;
import dev.imago.runtime.generate.Limits;
import dev.imago.runtime.generate.LoopListener;
import dev.imago.runtime.generate.MixedModalLoop;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written token by token is what one look at the whole says. */
class GenerationTest {
    private static final float TOLERANCE = 1e-5f;
    private static final Limits WIDE = new Limits(12, 3, 60);
    private static final int FREE = ScriptedSampler.FREE;

    private static TinyModel tiny;
    private NDManager owner;
    private Autograd.Scope inference;

    @BeforeAll
    static void open() {
        tiny = new TinyModel();
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    @BeforeEach
    void begin() {
        owner = tiny.manager().newSubManager();
        inference = Autograd.off();
    }

    @AfterEach
    void end() {
        inference.close();
        owner.close();
    }

    @Test
    void logits_and_visual_tokens_with_a_cache_are_those_without() {
        for (Conversation request : TinyModel.requests()) {
            ScriptedSampler sampler =
                    new ScriptedSampler(
                            FREE, tiny.imageStart(), tiny.imageEnd(), FREE, FREE, tiny.stop());
            Sequence prompt = tiny.sequences().prompt(request);

            GeneratedRow row = run(List.of(prompt), WIDE, sampler, LoopListener.NONE).get(0);

            assertThat(row.reason()).isEqualTo(Reason.STOP);
            assertSameAtOneLook(prompt, row, sampler.logits(0));
        }
    }

    @Test
    void a_batch_writes_what_its_rows_write_alone() {
        List<Sequence> prompts =
                TinyModel.requests().stream().map(tiny.sequences()::prompt).toList();
        assertThat(prompts).extracting(Sequence::length).doesNotHaveDuplicates();
        int[] script = {FREE, tiny.imageStart(), tiny.imageEnd(), FREE, FREE, FREE};

        List<GeneratedRow> batch =
                run(prompts, new Limits(6, 2, 14), new ScriptedSampler(script), LoopListener.NONE);

        for (int b = 0; b < prompts.size(); b++) {
            GeneratedRow alone =
                    run(
                                    List.of(prompts.get(b)),
                                    new Limits(6, 2, 14),
                                    new ScriptedSampler(script),
                                    LoopListener.NONE)
                            .get(0);
            assertThat(batch.get(b).ids()).as("row %d", b).isEqualTo(alone.ids());
            assertThat(batch.get(b).images()).hasSameSizeAs(alone.images()).isNotEmpty();
            assertClose(batch.get(b).images().get(0), alone.images().get(0));
        }
    }

    @Test
    void nothing_but_the_last_visual_token_ends_a_picture() {
        // Were the text head asked inside a picture, the script would write its stop there.
        ScriptedSampler sampler = new ScriptedSampler(tiny.imageStart(), tiny.stop());

        GeneratedRow row = draw(WIDE, sampler, LoopListener.NONE);

        assertThat(row.ids()).containsExactly(tiny.imageStart(), tiny.stop());
        assertThat(row.images()).hasSize(1);
        assertWhole(row.images().get(0));
        assertThat(row.reason()).isEqualTo(Reason.STOP);
    }

    @Test
    void a_second_start_mark_starts_a_second_picture() {
        ScriptedSampler sampler =
                new ScriptedSampler(tiny.imageStart(), tiny.imageStart(), tiny.stop());

        GeneratedRow row = draw(WIDE, sampler, LoopListener.NONE);

        assertThat(row.images()).hasSize(2);
        assertWhole(row.images().get(1));
        assertThat(row.visualTokens()).isEqualTo(2 * tiny.tokens());
        assertThat(row.reason()).isEqualTo(Reason.STOP);
    }

    @Test
    void no_more_pictures_are_begun_than_allowed() {
        ScriptedSampler sampler = new ScriptedSampler(tiny.imageStart());

        GeneratedRow row = draw(new Limits(6, 1, 6 + tiny.tokens()), sampler, LoopListener.NONE);

        assertThat(row.images()).hasSize(1);
        List<float[]> logits = sampler.logits(0);
        assertThat(logits.get(0)[tiny.imageStart()]).isFinite();
        assertThat(logits.subList(1, logits.size()))
                .isNotEmpty()
                .allMatch(l -> l[tiny.imageStart()] == Float.NEGATIVE_INFINITY);
    }

    @Test
    void a_picture_begun_at_the_limit_of_words_is_finished() {
        ScriptedSampler sampler = new ScriptedSampler(FREE, tiny.imageStart());

        GeneratedRow row = draw(new Limits(2, 1, 2 + tiny.tokens()), sampler, LoopListener.NONE);

        assertThat(row.reason()).isEqualTo(Reason.LENGTH);
        assertWhole(row.images().get(0));
    }

    @Test
    void cancelling_stops_before_the_next_position() {
        List<Integer> slots = new ArrayList<>();
        LoopListener listener =
                new LoopListener() {
                    @Override
                    public void visualToken(int row, int image, int slot, float[] values) {
                        slots.add(slot);
                    }

                    @Override
                    public boolean cancelled() {
                        return slots.size() == 2;
                    }
                };

        GeneratedRow row = draw(WIDE, new ScriptedSampler(tiny.imageStart()), listener);

        assertThat(row.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(slots).containsExactly(0, 1);
        assertThat(row.images().get(0)[2]).isNull();
    }

    private GeneratedRow draw(Limits limits, ScriptedSampler sampler, LoopListener listener) {
        Sequence prompt = tiny.sequences().prompt(TinyModel.requests().get(0));
        return run(List.of(prompt), limits, sampler, listener).get(0);
    }

    private List<GeneratedRow> run(
            List<Sequence> prompts, Limits limits, ScriptedSampler sampler, LoopListener listener) {
        return new MixedModalLoop(tiny.model(), tiny.imageStart(), Set.of(tiny.stop()))
                .run(
                        prompts,
                        tiny.features(prompts, owner),
                        limits,
                        sampler,
                        ScriptedSampler::row,
                        listener,
                        owner);
    }

    /** Everything in one forward pass, compared position by position. */
    private void assertSameAtOneLook(Sequence prompt, GeneratedRow row, List<float[]> logits) {
        int[] ids = prompt.ids();
        List<ImageSpan> spans = new ArrayList<>(prompt.spans());
        List<Integer> textAt = new ArrayList<>();
        List<Integer> visualAt = new ArrayList<>();
        for (int id : row.ids()) {
            textAt.add(ids.length - 1);
            ids = plus(ids, id);
            if (id == tiny.imageStart()) {
                spans.add(new ImageSpan(ids.length, null, false));
                for (int k = 0; k < tiny.tokens(); k++) {
                    visualAt.add(ids.length - 1);
                    ids = plus(ids, Sequence.VISUAL);
                }
            }
        }
        int[] labels = new int[ids.length];
        Arrays.fill(labels, Sequence.IGNORE);
        Sequence whole = new Sequence("whole", ids, labels, spans, tiny.tokens());
        NDArray features = features(prompt, row);
        UnifiedForward forward = new UnifiedForward(tiny.model());
        Batch batch = new BatchBuilder(false).build(List.of(whole), features, features, owner);

        var model = tiny.model().model();
        NDArray expected = model.text().predict(forward.normedRows(batch, rows(textAt)));
        for (int t = 0; t < logits.size(); t++) {
            assertThat(logits.get(t))
                    .as("logits %d", t)
                    .containsExactly(expected.get(t).toFloatArray(), within(TOLERANCE));
        }
        NDArray visual =
                model.norm()
                        .project(model.vision().predict(forward.normedRows(batch, rows(visualAt))));
        for (int k = 0; k < tiny.tokens(); k++) {
            assertThat(row.images().get(0)[k])
                    .as("visual token %d", k)
                    .containsExactly(visual.get(k).toFloatArray(), within(TOLERANCE));
        }
    }

    private NDArray features(Sequence prompt, GeneratedRow row) {
        NDArray drawn = owner.create(row.images().get(0)).expandDims(0);
        NDArray seen = tiny.features(List.of(prompt), owner);
        return seen == null ? drawn : seen.concat(drawn, 0);
    }

    private NDArray rows(List<Integer> rows) {
        return owner.create(rows.stream().mapToLong(Integer::longValue).toArray());
    }

    private static int[] plus(int[] ids, int id) {
        return IntStream.concat(Arrays.stream(ids), IntStream.of(id)).toArray();
    }

    private static void assertWhole(float[][] image) {
        assertThat(List.of(image)).hasSize(tiny.tokens());
    }

    private static void assertClose(float[][] left, float[][] right) {
        for (int k = 0; k < left.length; k++) {
            assertThat(left[k]).containsExactly(right[k], within(TOLERANCE));
        }
    }
}
