package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.VisionHead;
import dev.imago.api.nn.Ops;

/** What all vision heads share: the loss and its weight. */
abstract class WeightedVisionHead implements VisionHead {
    private final VisionLoss loss;
    private final double weight;

    WeightedVisionHead(VisionHeadConfig config, FeatureNorm norm, Ops ops) {
        loss = new VisionLoss(config, norm, ops);
        weight = config.weight();
    }

    @Override
    public final NDArray lossSum(NDArray prediction, NDArray target) {
        return loss.sum(prediction, target);
    }

    @Override
    public final double weight() {
        return weight;
    }
}
