package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sigmoid loss (arXiv 2303.15343): each pair of picture and text is a yes or no of its own. For
 * regions and for whole pictures it is summed over the texts and averaged over the rows.
 */
final class ContrastObjective implements Objective<ContrastBatch> {
    static final String REGIONS = "regions";
    static final String SCENES = "scenes";

    private final ContrastModel model;
    private final Ops ops;
    private final double regionWeight;
    private final double sceneWeight;

    ContrastObjective(ContrastModel model, TrainEncoderConfig config, Ops ops) {
        this.model = model;
        this.ops = ops;
        regionWeight = config.regionWeight();
        sceneWeight = config.sceneWeight();
    }

    @Override
    public Loss loss(ContrastBatch batch, Counts totals, NDManager scope) {
        Map<String, Double> terms = new LinkedHashMap<>();
        NDArray patches = model.patches(batch.pixels());
        NDArray total = null;
        if (batch.regions() != null && regionWeight > 0) {
            NDArray texts = model.texts(batch.regionTexts());
            NDArray logits = model.regionLogits(patches, batch.regions(), texts);
            NDArray mean = mean(logits, batch.regionSigns(), totals.of(REGIONS));
            terms.put(REGIONS, (double) mean.getFloat());
            total = ops.scale(mean, regionWeight);
        }
        if (sceneWeight > 0) {
            NDArray texts = model.texts(batch.captions());
            NDArray logits = model.sceneLogits(patches, texts);
            NDArray mean = mean(logits, batch.captionSigns(), totals.of(SCENES));
            terms.put(SCENES, (double) mean.getFloat());
            NDArray weighted = ops.scale(mean, sceneWeight);
            total = total == null ? weighted : total.add(weighted);
        }
        return new Loss(total, terms);
    }

    /** Summed over the texts, averaged over the rows of the step. */
    private NDArray mean(NDArray logits, NDArray signs, long rows) {
        return ops.scale(ops.losses().sigmoidSum(logits, signs), 1.0 / rows);
    }
}
