package dev.imago.plugins.wardrobe.judge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import java.util.Map;

/** Cross-entropy of the garments. */
final class JudgeObjective implements Objective<CellBatch> {
    private final JudgeNet net;
    private final Ops ops;
    private final Precision precision;

    JudgeObjective(Weights weights, Ops ops, Precision precision) {
        this.net = new JudgeNet(weights, ops);
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public Loss loss(CellBatch shard, Counts totals, NDManager scope) {
        NDArray features = net.features(ops.cast(shard.cells(), precision));
        NDArray kept = features.mul(ops.cast(shard.dropout(), precision));
        NDArray sum = ops.losses().crossEntropySum(net.classify(kept), shard.garments());
        NDArray loss = ops.scale(sum, 1.0 / totals.of(JudgeShards.GARMENTS));
        return new Loss(loss, Map.of("garment", (double) loss.getFloat()));
    }
}
