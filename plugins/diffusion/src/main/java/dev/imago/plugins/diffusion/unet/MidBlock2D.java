package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import java.util.ArrayList;
import java.util.List;

/** The coarsest level: a transformer between two ResNet blocks, or one block alone. */
final class MidBlock2D {
    private final List<ResnetBlock2D> resnets = new ArrayList<>();
    private final Transformer2DModel attention;

    MidBlock2D(Ops ops, Weights weights, UNetConfig config) {
        LevelShapes shapes = new LevelShapes(config);
        boolean crosses = config.midBlockType().equals(UNetConfig.CROSS_MID);
        List<ResnetBlock2D.Shape> blocks = shapes.mid(crosses ? 2 : 1);
        for (int i = 0; i < blocks.size(); i++) {
            resnets.add(new ResnetBlock2D(ops, weights.at("resnets." + i), blocks.get(i)));
        }
        attention =
                crosses
                        ? new Transformer2DModel(
                                ops, weights.at("attentions.0"), shapes.midAttention())
                        : null;
    }

    /** {@code [N, C, H, W]} to the same shape. */
    NDArray apply(NDArray x, Conditions conditions, Probe probe) {
        NDArray first = resnets.get(0).apply(x, conditions.time());
        if (attention == null) {
            return first;
        }
        try (first;
                NDArray looked = attention.apply(first, conditions.context(), probe)) {
            return resnets.get(1).apply(looked, conditions.time());
        }
    }
}
