package dev.imago.plugins.diffusion.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.cli.ProcessAge;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.sampling.RowNoise;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A denoising step with guidance of Stable Diffusion 1.5's UNet: two rows of 64×64 latents. */
public final class UNetBenchmark implements Benchmark {
    private static final int SIDE = 64;
    private static final int ROWS = 77;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    UNetBenchmark(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public Map<String, Double> measure(NDManager owner, Precision precision) {
        try (NDManager scope = owner.newSubManager();
                StoredWeights weights = stores.create(scope, precision)) {
            UNetConfig config = DiffusersJson.defaults(UNetConfig.class);
            UNet2DConditionModel unet = new UNet2DConditionModel(config, weights.root(), ops);
            weights.initialise(0);
            weights.prepareForInference();
            NDArray sample = noise(scope, precision, new Shape(4, SIDE, SIDE));
            NDArray context =
                    noise(scope, precision, new Shape(ROWS, config.crossAttentionDim().get(0)));
            NDArray times = scope.full(new Shape(2), 500f);
            Map<String, Double> figures = new LinkedHashMap<>();
            unet.apply(sample, times, context).close();
            figures.put("seconds_to_first_step", ProcessAge.seconds());
            figures.putAll(Clock.time("step", () -> unet.apply(sample, times, context).close()));
            return figures;
        }
    }

    private NDArray noise(NDManager owner, Precision precision, Shape row) {
        return ops.cast(new RowNoise(List.of(1L, 2L)).next(owner, row), precision);
    }
}
