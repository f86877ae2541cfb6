package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import java.util.ArrayList;
import java.util.List;

/** ResNet blocks of a level, each followed by a transformer where the level has any. */
final class LevelLayers {
    private final List<ResnetBlock2D> resnets = new ArrayList<>();
    private final List<Transformer2DModel> attentions = new ArrayList<>();

    /**
     * @param resnets of each block, in order
     * @param attention of each block; null without
     */
    LevelLayers(
            Ops ops,
            Weights weights,
            List<ResnetBlock2D.Shape> resnets,
            Transformer2DModel.Shape attention) {
        for (int i = 0; i < resnets.size(); i++) {
            this.resnets.add(new ResnetBlock2D(ops, weights.at("resnets." + i), resnets.get(i)));
            if (attention != null) {
                attentions.add(
                        new Transformer2DModel(ops, weights.at("attentions." + i), attention));
            }
        }
    }

    int depth() {
        return resnets.size();
    }

    /** One block, {@code [N, in, H, W]} to {@code [N, out, H, W]}. */
    NDArray apply(int index, NDArray x, Conditions conditions, Probe probe) {
        NDArray changed = resnets.get(index).apply(x, conditions.time());
        Probe shown = index == 0 ? probe : Probe.NONE;
        shown.seen("resnets.0", changed);
        if (attentions.isEmpty()) {
            return changed;
        }
        try (changed) {
            NDArray looked =
                    attentions
                            .get(index)
                            .apply(changed, conditions.context(), shown.below("attentions.0"));
            shown.seen("attentions.0", looked);
            return looked;
        }
    }
}
