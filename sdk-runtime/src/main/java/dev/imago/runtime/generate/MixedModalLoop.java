package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.generate.GenerationEvent.Reason;
import dev.imago.api.generate.Sampler;
import dev.imago.api.model.Model;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Writes text and visual tokens after one or more prompts. A row writes text until it writes the
 * start mark; then the vision head writes K visual tokens, each fed back through the connector;
 * then it writes text again. A stop token ends a row; it can't occur among visual tokens.
 *
 * <p>Not thread-safe; several loops may run over one model. Legend: B rows, R some of them, T
 * prompt positions, W width, D width of visual tokens.
 */
public final class MixedModalLoop {
    private final LiveModel live;
    private final Model model;
    private final Ops ops;
    private final int imageStart;
    private final Set<Integer> stops;

    /**
     * @param imageStart id of the mark after which visual tokens are written
     * @param stops ids that end an answer
     */
    public MixedModalLoop(LiveModel live, int imageStart, Set<Integer> stops) {
        this.live = live;
        this.model = live.model();
        this.ops = live.ops();
        this.imageStart = imageStart;
        this.stops = Set.copyOf(stops);
    }

    /**
     * Writes until every row has ended.
     *
     * @param prompts at least one
     * @param features {@code [N, K, D]} visual tokens of all their images in order; null without
     * @param limits of each row
     * @param sampler chooses text tokens
     * @param randoms the generator of each row
     * @param listener hears what is written
     * @param owner a manager whose sub-managers hold the arrays; nothing is left in it
     */
    public List<GeneratedRow> run(
            List<Sequence> prompts,
            NDArray features,
            Limits limits,
            Sampler sampler,
            IntFunction<RandomGenerator> randoms,
            LoopListener listener,
            NDManager owner) {
        int width = prompts.stream().mapToInt(Sequence::length).max().orElseThrow();
        int tokens = model.visual().tokens();
        List<GeneratedRow> rows = new ArrayList<>();
        for (int b = 0; b < prompts.size(); b++) {
            rows.add(new GeneratedRow(prompts.get(b).length(), tokens, limits, randoms.apply(b)));
        }
        try (NDManager scope = owner.newSubManager();
                KvCache cache =
                        model.backbone().cache(scope, rows.size(), width + limits.steps())) {
            Batch batch = new BatchBuilder(true).build(prompts, features, features, scope);
            NDManager step = scope.newSubManager();
            NDArray next = prefill(batch, cache, step);
            TokenChoice choice = new TokenChoice(model, ops, sampler, imageStart);
            Padding padding = new Padding(prompts, width);
            while (advance(next, rows, choice, listener)) {
                NDManager after = scope.newSubManager();
                next = step(feed(rows, after), rows, padding, cache, after);
                step.close();
                step = after;
            }
        }
        return rows;
    }

    private NDArray prefill(Batch batch, KvCache cache, NDManager step) {
        NDArray embedded = new UnifiedForward(live).embed(batch);
        embedded.attach(step);
        NDArray hidden =
                UnifiedForward.layers(
                        model.backbone(),
                        embedded,
                        new AttentionInput(batch.positions(), batch.mask(), cache));
        NDArray last = hidden.get(new NDIndex(":, -1")); // [B, W]
        return model.backbone().norm(last);
    }

    /** Writes one token of each active row; false when all have ended. */
    private boolean advance(
            NDArray hidden, List<GeneratedRow> rows, TokenChoice choice, LoopListener listener) {
        if (listener.cancelled()) {
            rows.forEach(row -> row.end(Reason.CANCELLED));
            return false;
        }
        int[] drawing = indices(rows, true);
        int[] writing = indices(rows, false);
        if (drawing.length > 0) {
            drawTokens(pick(hidden, drawing, rows.size()), drawing, rows, listener);
        }
        if (writing.length > 0) {
            List<GeneratedRow> writers = IntStream.of(writing).mapToObj(rows::get).toList();
            int[] ids = choice.choose(pick(hidden, writing, rows.size()), writers);
            for (int r = 0; r < writing.length; r++) {
                rows.get(writing[r]).write(ids[r], ids[r] == imageStart, stops.contains(ids[r]));
                listener.token(writing[r], ids[r]);
            }
        }
        return rows.stream().anyMatch(GeneratedRow::active);
    }

    private void drawTokens(
            NDArray hidden, int[] drawing, List<GeneratedRow> rows, LoopListener listener) {
        NDArray tokens = model.norm().project(model.vision().predict(hidden)); // [R, D]
        float[] values = ops.cast(tokens, Precision.FP32).toFloatArray();
        int width = values.length / drawing.length;
        for (int r = 0; r < drawing.length; r++) {
            GeneratedRow row = rows.get(drawing[r]);
            float[] token = Arrays.copyOfRange(values, r * width, (r + 1) * width);
            int slot = row.slot();
            row.draw(token);
            listener.visualToken(drawing[r], row.image(), slot, token);
        }
    }

    /** What was written last, embedded: {@code [B, 1, W]}. */
    private NDArray feed(List<GeneratedRow> rows, NDManager owner) {
        long[] ids = new long[rows.size()];
        List<float[]> tokens = new ArrayList<>();
        List<Integer> drawn = new ArrayList<>();
        for (int b = 0; b < ids.length; b++) {
            GeneratedRow row = rows.get(b);
            if (row.lastWasVisual()) {
                drawn.add(b);
                tokens.add(row.lastVisual());
            } else {
                ids[b] = row.ids().get(row.ids().size() - 1);
            }
        }
        NDArray visual = drawn.isEmpty() ? null : connect(rows, drawn, tokens, owner);
        NDArray embedded =
                drawn.size() == ids.length
                        ? visual
                        : model.backbone().embed(owner.create(ids)); // [B, W]
        if (visual != null && drawn.size() < ids.length) {
            long[] at = drawn.stream().mapToLong(Integer::longValue).toArray();
            embedded = ops.scatterRows(embedded, owner.create(at), visual);
        }
        return embedded.expandDims(1);
    }

    private NDArray connect(
            List<GeneratedRow> rows, List<Integer> drawn, List<float[]> tokens, NDManager owner) {
        long[] slots = drawn.stream().mapToLong(b -> rows.get(b).slot() - 1L).toArray();
        NDArray features = owner.create(tokens.toArray(float[][]::new));
        return model.connector().connect(ops.cast(features, live.precision()), owner.create(slots));
    }

    private NDArray step(
            NDArray embedded,
            List<GeneratedRow> rows,
            Padding padding,
            KvCache cache,
            NDManager owner) {
        long[] positions = rows.stream().mapToLong(GeneratedRow::lastPosition).toArray();
        AttentionInput input =
                new AttentionInput(
                        owner.create(positions, new Shape(positions.length, 1)),
                        padding.mask(cache.length() + 1, owner),
                        cache);
        NDArray hidden = UnifiedForward.layers(model.backbone(), embedded, input);
        return model.backbone().norm(hidden.squeeze(1));
    }

    private static int[] indices(List<GeneratedRow> rows, boolean drawing) {
        return IntStream.range(0, rows.size())
                .filter(b -> rows.get(b).active() && rows.get(b).drawing() == drawing)
                .toArray();
    }

    private NDArray pick(NDArray hidden, int[] rows, int all) {
        if (rows.length == all) {
            return hidden;
        }
        long[] index = IntStream.of(rows).asLongStream().toArray();
        return ops.gatherRows(hidden, hidden.getManager().create(index));
    }
}
