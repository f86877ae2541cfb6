package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.folder.LegacyKeys;
import dev.imago.plugins.diffusion.folder.PartFolder;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.Posterior;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import jakarta.inject.Inject;

/** The autoencoder both ways, block by block. */
public final class VaeFamily implements ParityFamily {
    private static final double SHARE = 0.01;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    VaeFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        PartFolder folder = new PartFolder(recorded.file(recorded.text("/models/vae")));
        VaeConfig config = VaeConfig.read(folder.config());
        try (StoredWeights weights = stores.create(recorded.scope(), Precision.FP32)) {
            AutoencoderKL vae = new AutoencoderKL(config, weights.root(), ops);
            weights.load(folder.weights(), LegacyKeys::current);
            encoded(recorded, found, vae);
            decoded(recorded, found, vae);
        }
    }

    private void encoded(RecordedCase recorded, Comparisons found, AutoencoderKL vae) {
        Allowed allowed = new Allowed(found);
        Probe probe = new RecordedProbe(recorded, allowed, ops);
        try (Posterior posterior = vae.encode(recorded.tensor("image"), probe)) {
            allowed.output("mean", posterior.mean(), recorded.tensor("mean"));
            allowed.output("logvar", posterior.logvar(), recorded.tensor("logvar"));
            allowed.output("std", posterior.std(), recorded.tensor("std"));
            NDArray sample = posterior.sample(recorded.tensor("posterior_noise"));
            allowed.output("sample", sample, recorded.tensor("sample"));
            allowed.output(
                    "training_latents", vae.scaled(sample), recorded.tensor("training_latents"));
        }
    }

    private void decoded(RecordedCase recorded, Comparisons found, AutoencoderKL vae) {
        Allowed allowed = new Allowed(found);
        Probe probe = new RecordedProbe(recorded, allowed, ops);
        NDArray latents = vae.unscaled(recorded.tensor("scaled_latents"));
        NDArray decoded = vae.decode(latents, probe);
        allowed.output("decoded", decoded, recorded.tensor("decoded"));
        allowed.levels("decoded_u8", Allowed.levels(decoded), recorded.tensor("decoded_u8"), SHARE);
    }
}
