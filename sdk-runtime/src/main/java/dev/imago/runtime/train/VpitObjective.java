package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.model.TokenHead;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.RecomputedPass;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.sequence.Batch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The loss of visual-predictive instruction tuning (arXiv 2412.14164): cross-entropy where text is
 * learned plus the vision head's weighted loss where an answer's image is. Each term is a mean over
 * the step's own count; a term without any position is left out.
 */
public final class VpitObjective implements Objective<Batch> {
    /** Counts learned text positions. */
    public static final String TEXT = "text";

    /** Counts learned visual positions. */
    public static final String VISION = "vision";

    private final LiveModel live;
    private final boolean recompute;

    /** Over a model whose trainable parameters are gradient leaves. */
    public VpitObjective(LiveModel live) {
        this(live, false);
    }

    /**
     * As above.
     *
     * @param recompute whether layers are run a second time on the way back, which saves memory: in
     *     grad mode, gradients of heads and layers are then added to as soon as the loss is
     *     computed
     */
    public VpitObjective(LiveModel live, boolean recompute) {
        this.live = live;
        this.recompute = recompute;
    }

    @Override
    public Loss loss(Batch batch, Counts totals, NDManager scope) {
        NDArray text = batch.textRows();
        NDArray vision = batch.visionRows();
        Map<String, Double> terms = new LinkedHashMap<>();
        if (text == null && vision == null) {
            return new Loss(null, terms);
        }
        UnifiedForward forward = new UnifiedForward(live);
        if (!recompute || !JniUtils.isGradMode()) {
            NDList rows = learnedRows(at -> forward.normedRows(batch, at), text, vision);
            return new Loss(total(batch, rows, totals, terms), terms);
        }
        RecomputedPass pass = forward.recomputed(batch);
        NDList rows = learnedRows(pass::forward, text, vision);
        return new Loss(pass.backward(total(batch, rows, totals, terms)), terms);
    }

    private NDArray total(Batch batch, NDList rows, Counts totals, Map<String, Double> terms) {
        NDArray total = null;
        if (batch.textRows() != null) {
            NDArray targets = batch.textTargets();
            total = term(TEXT, live.model().text(), rows.get(0), targets, totals, terms);
        }
        if (batch.visionRows() != null) {
            NDArray targets = batch.visionTargets();
            NDArray pictures =
                    term(
                            VISION,
                            live.model().vision(),
                            rows.get(rows.size() - 1),
                            targets,
                            totals,
                            terms);
            total = total == null ? pictures : total.add(pictures);
        }
        return total;
    }

    /** Normed states where text and where pictures are learned, {@code [L, W]} each. */
    private static NDList learnedRows(
            UnaryOperator<NDArray> normedRows, NDArray text, NDArray vision) {
        if (text == null || vision == null) {
            return new NDList(normedRows.apply(text == null ? vision : text));
        }
        NDArray all = normedRows.apply(text.concat(vision));
        return all.split(new long[] {text.size()});
    }

    private NDArray term(
            String name,
            TokenHead head,
            NDArray rows,
            NDArray targets,
            Counts totals,
            Map<String, Double> terms) {
        NDArray sum = head.lossSumOf(rows, targets);
        NDArray mean = live.ops().scale(sum, 1.0 / totals.of(name));
        terms.put(name, (double) mean.getFloat());
        return live.ops().scale(mean, head.weight());
    }
}
