package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.nn.LossOps;
import dev.imago.api.nn.Ops;

/**
 * How far predicted visual tokens are from those of the encoder. What is compared is what would be
 * fed back: the prediction on the scale of the {@link FeatureNorm}. Legend: M rows, D width.
 */
final class VisionLoss {
    private final String name;
    private final FeatureNorm norm;
    private final LossOps losses;

    VisionLoss(VisionHeadConfig config, FeatureNorm norm, Ops ops) {
        name = config.loss();
        this.norm = norm;
        losses = ops.losses();
    }

    /**
     * Sums the loss of each row: minus the cosine, the mean squared or absolute difference over D,
     * or the cross-entropy.
     *
     * @param prediction {@code [M, D]} raw
     * @param target {@code [M, D]} normalised
     */
    NDArray sum(NDArray prediction, NDArray target) {
        try (NDArray projected = norm.project(prediction);
                NDArray rows = rows(projected, target)) {
            return rows.sum();
        }
    }

    private NDArray rows(NDArray prediction, NDArray target) {
        switch (name) {
            case "cosine":
                try (NDArray cosine = losses.cosineRows(prediction, target)) {
                    return cosine.neg();
                }
            case "mse":
                return losses.mseRows(prediction, target);
            case "l1":
                return losses.l1Rows(prediction, target);
            default:
                return losses.softCrossEntropyRows(prediction, target);
        }
    }
}
