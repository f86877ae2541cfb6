package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.generate.Sampler;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.util.Arrays;
import java.util.List;

/** Chooses the next text token of each row. */
final class TokenChoice {
    private final Model model;
    private final Ops ops;
    private final Sampler sampler;
    private final int imageStart;

    TokenChoice(Model model, Ops ops, Sampler sampler, int imageStart) {
        this.model = model;
        this.ops = ops;
        this.sampler = sampler;
        this.imageStart = imageStart;
    }

    /**
     * @param hidden {@code [R, W]} normed, one row for each of the rows
     */
    int[] choose(NDArray hidden, List<GeneratedRow> rows) {
        NDArray logits = ops.cast(model.text().predict(hidden), Precision.FP32); // [R, V]
        boolean free = rows.stream().allMatch(this::mayDraw);
        if (free && sampler == Sampler.GREEDY) {
            return Arrays.stream(logits.argMax(1).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
        int[] chosen = new int[rows.size()];
        for (int r = 0; r < chosen.length; r++) {
            NDArray row = logits.get(r);
            NDArray allowed = mayDraw(rows.get(r)) ? row : row.add(noImage(row));
            chosen[r] = sampler.sample(allowed, rows.get(r).random());
        }
        return chosen;
    }

    /** A model of text only has nothing to hold back. */
    private boolean mayDraw(GeneratedRow row) {
        return imageStart < 0 || row.mayDraw();
    }

    /** Minus infinity for the start mark, zero elsewhere: a row that may not draw any more. */
    private NDArray noImage(NDArray logits) {
        NDManager owner = logits.getManager();
        float[] penalty = new float[Math.toIntExact(logits.size())];
        penalty[imageStart] = Float.NEGATIVE_INFINITY;
        return owner.create(penalty);
    }
}
