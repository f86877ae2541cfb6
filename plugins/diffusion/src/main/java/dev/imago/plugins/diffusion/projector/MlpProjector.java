package dev.imago.plugins.diffusion.projector;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** Linear, norm, ReLU; the last layer without ReLU. At least two layers. */
final class MlpProjector implements Projector {
    private static final double EPSILON = 1e-5;

    private final Ops ops;
    private final List<Linear> layers = new ArrayList<>();
    private final List<LayerNorm> norms = new ArrayList<>();

    MlpProjector(ProjectorConfig config, Weights weights, Ops ops) {
        this.ops = ops;
        int last = Math.max(1, config.numLayers() - 1);
        int in = config.inputDim();
        for (int i = 0; i <= last; i++) {
            int out = i == last ? config.outputDim() : config.hiddenDim();
            String index = String.valueOf(i);
            layers.add(weights.at("layers").linear(index, in, out, true, Init.fanIn(in)));
            norms.add(new LayerNorm(ops, weights.at("norms").at(index), out, EPSILON));
            in = out;
        }
    }

    @Override
    public NDArray project(NDArray tokens) {
        NDArray x = layer(0, tokens);
        for (int i = 1; i < layers.size(); i++) {
            try (NDArray before = x;
                    NDArray active = ops.relu(before)) {
                x = layer(i, active);
            }
        }
        return x;
    }

    private NDArray layer(int index, NDArray x) {
        try (NDArray mapped = layers.get(index).apply(x)) {
            return norms.get(index).apply(mapped);
        }
    }
}
