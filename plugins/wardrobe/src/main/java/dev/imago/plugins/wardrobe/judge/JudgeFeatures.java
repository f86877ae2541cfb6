package dev.imago.plugins.wardrobe.judge;

import ai.djl.ndarray.NDArray;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;

/** The features {@code wardrobe-judge}: one place a cell, as the trained judge sees it. */
public final class JudgeFeatures implements PictureFeatures {
    private final JudgeFeaturesConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Built by a recipe. */
    @Inject
    public JudgeFeatures(JudgeFeaturesConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public Extractor open(StageContext context) {
        Judge judge = Judge.of(context, config.stage(), ops, precision);
        return (pictures, owner) -> {
            NDArray features = judge.features(pictures, owner); // [N · cells, D]
            return ops.cast(features, Precision.FP32)
                    .reshape(pictures.size(), -1, JudgeNet.FEATURES);
        };
    }
}
