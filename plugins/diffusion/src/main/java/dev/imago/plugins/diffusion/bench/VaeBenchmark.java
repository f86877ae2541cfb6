package dev.imago.plugins.diffusion.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.sampling.RowNoise;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Decoding one picture of 512×512 with Stable Diffusion's autoencoder. */
public final class VaeBenchmark implements Benchmark {
    private static final int SIDE = 64;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    VaeBenchmark(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public Map<String, Double> measure(NDManager owner, Precision precision) {
        try (NDManager scope = owner.newSubManager();
                StoredWeights weights = stores.create(scope, precision)) {
            VaeConfig config = DiffusersJson.defaults(VaeConfig.class);
            AutoencoderKL vae = new AutoencoderKL(config, weights.root(), ops);
            weights.initialise(0);
            weights.prepareForInference();
            Shape row = new Shape(config.latentChannels(), SIDE, SIDE);
            NDArray latents = ops.cast(new RowNoise(List.of(1L)).next(scope, row), precision);
            return Clock.time("picture", () -> vae.decode(latents).close());
        }
    }
}
