package dev.imago.plugins.wardrobe.judge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.wardrobe.world.Garment;

/**
 * A small convolutional classifier of cells. Shares nothing with any model it judges. Legend: N
 * cells, C channels.
 */
final class JudgeNet {
    /** Numbers of a cell before the last layer. */
    static final int FEATURES = 4 * 96;

    private static final int GROUPS = 8;
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private final Block[] blocks;
    private final Linear head;

    JudgeNet(Weights weights, Ops ops) {
        blocks =
                new Block[] {
                    new Block(weights.at("blocks.0"), ops, 3, 24, 2),
                    new Block(weights.at("blocks.1"), ops, 24, 48, 1),
                    new Block(weights.at("blocks.2"), ops, 48, 96, 1),
                    new Block(weights.at("blocks.3"), ops, 96, 96, 1),
                };
        Init init = Init.uniform(1 / Math.sqrt(FEATURES));
        head = weights.linear("head", FEATURES, Garment.values().length, true, init);
    }

    private static final class Block {
        private final Conv2d conv;
        private final GroupNorm norm;

        Block(Weights weights, Ops ops, int in, int out, int stride) {
            conv = new Conv2d(ops, weights.at("conv"), in, out, 3, stride, false);
            norm = new GroupNorm(ops, weights.at("norm"), GROUPS, out);
        }

        NDArray apply(NDArray x) {
            try (NDArray filtered = conv.apply(x);
                    NDArray normed = norm.apply(filtered)) {
                return normed.getNDArrayInternal().relu();
            }
        }
    }

    /** Cells {@code [N, 3, 32, 32]} in -1..1 to {@code [N, 384]}. */
    NDArray features(NDArray cells) {
        try (NDArray edges = blocks[0].apply(cells); // [N, 24, 16, 16]
                NDArray parts = blocks[1].apply(edges);
                NDArray half = Pool.maxPool2d(parts, TWO, TWO, NONE, false); // [N, 48, 8, 8]
                NDArray shapes = blocks[2].apply(half);
                NDArray quarter = Pool.maxPool2d(shapes, TWO, TWO, NONE, false); // [N, 96, 4, 4]
                NDArray whole = blocks[3].apply(quarter);
                NDArray mean = Pool.avgPool2d(whole, TWO, TWO, NONE, false, true)) {
            return mean.reshape(cells.getShape().get(0), FEATURES);
        }
    }

    /** Features to one logit a garment, {@code [N, 10]}. */
    NDArray classify(NDArray features) {
        return head.apply(features);
    }
}
