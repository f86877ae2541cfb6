package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import dev.imago.api.train.Schedule;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.folder.LegacyKeys;
import dev.imago.plugins.diffusion.folder.PartFolder;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import dev.imago.plugins.diffusion.sampling.Conditioning;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.scheduler.NoiseSchedule;
import dev.imago.plugins.diffusion.scheduler.Prediction;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.Posterior;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Takes recorded steps of the reference's training, with what it drew at random. */
final class RecordedTraining implements AutoCloseable {
    private static final String ARGUMENTS = "/config/arguments/";

    private final RecordedCase recorded;
    private final Comparisons found;
    private final Schedule schedule;
    private final StoredWeights projectorWeights;
    private final StoredWeights unetWeights;
    private final StoredWeights vaeWeights;
    private final AutoencoderKL vae;
    private final DenoisingLoss loss;
    private final List<RecordedPart> trained = new ArrayList<>();

    RecordedTraining(
            RecordedCase recorded, Comparisons found, Ops ops, StoredWeights.Factory stores) {
        this.recorded = recorded;
        this.found = found;
        this.schedule = RecordedRates.of(flag("unet_from_scratch"));
        NDManager scope = recorded.scope();
        projectorWeights = stores.create(scope, Precision.FP32);
        unetWeights = stores.create(scope, Precision.FP32);
        vaeWeights = stores.create(scope, Precision.FP32);
        PartFolder vaeFolder = folder("vae");
        vae = new AutoencoderKL(VaeConfig.read(vaeFolder.config()), vaeWeights.root(), ops);
        vaeWeights.load(vaeFolder.weights(), LegacyKeys::current);
        PartFolder unetFolder = folder("unet");
        UNetConfig unetConfig = UNetConfig.read(unetFolder.config());
        UNet2DConditionModel unet = new UNet2DConditionModel(unetConfig, unetWeights.root(), ops);
        unetWeights.load(unetFolder.weights(), UnaryOperator.identity());
        Path keys = recorded.file("model_config.json");
        ProjectorConfig config =
                DiffusersJson.record(
                        keys.toString(), DiffusersJson.read(keys), ProjectorConfig.class);
        JsonNode noise =
                DiffusersJson.read(
                        recorded.file(recorded.text("/models/scheduler"))
                                .resolve("scheduler_config.json"));
        loss =
                new DenoisingLoss(
                        new Conditioning(
                                Projectors.create(config, projectorWeights.root(), ops),
                                new ContextPadding(
                                        ops, config.padded(ProjectorConfig.BY_VISION_TOKENS)),
                                null,
                                ops,
                                Precision.FP32),
                        new Denoiser(unet, false, ops, Precision.FP32),
                        NoiseSchedule.of(SchedulerConfig.read(noise)),
                        new DenoisingLoss.Terms(
                                Prediction.EPSILON,
                                recorded.number(ARGUMENTS + "noise_offset"),
                                0,
                                Double.POSITIVE_INFINITY),
                        ops);
        Path projector = recorded.file(recorded.text("/models/projector"));
        projectorWeights.load(projector, UnaryOperator.identity());
        trained.add(new RecordedPart("projector", projectorWeights, recorded, found, ops));
        if (flag("unfreeze_unet") || flag("unet_from_scratch")) {
            trained.add(new RecordedPart("unet", unetWeights, recorded, found, ops));
        }
    }

    private boolean flag(String argument) {
        return recorded.at(ARGUMENTS + argument).asBoolean(false);
    }

    private PartFolder folder(String model) {
        return new PartFolder(recorded.file(recorded.text("/models/" + model)));
    }

    void check() {
        int steps = (int) recorded.number("/config/steps");
        double largest = 0;
        for (int step = 0; step < steps; step++) {
            step(step);
            largest = Math.max(largest, schedule.factor(step, steps));
        }
        for (RecordedPart part : trained) {
            part.compareFinals(largest);
        }
    }

    private void step(int step) {
        String place = "/expected/steps/" + step;
        try (NDManager scope = recorded.scope().newSubManager()) {
            double value;
            try (Autograd.Scope on = Autograd.on()) {
                NDArray mean = loss(step, scope).mean();
                value = mean.getFloat();
                Autograd.backward(mean);
            }
            double allowed = step < 2 ? 1e-5 : 1e-4;
            found.number("loss, step " + step, value, recorded.number(place + "/loss"), 0, allowed);
            for (RecordedPart part : trained) {
                part.step(step, schedule.factor(step, 0), scope);
            }
        }
        compareLoggedRates(step, place);
    }

    /** The reference logs the rate of the next step. */
    private void compareLoggedRates(int step, String place) {
        double next = schedule.factor(step + 1, 0);
        for (RecordedPart part : trained) {
            String key = part.name().equals("projector") ? "/logged_lr" : "/logged_unet_lr";
            if (recorded.has(place + key)) {
                double expected = recorded.number(place + key);
                found.number(key + ", step " + step, part.baseRate() * next, expected, 0, 1e-6);
            }
        }
    }

    private NDArray loss(int step, NDManager scope) {
        NDArray noise = tensor(step, "noise", scope);
        float[] uniform = tensor(step, "mask_uniform", scope).toFloatArray();
        float[] times = tensor(step, "timesteps", scope).toFloatArray();
        boolean[] dropped = new boolean[uniform.length];
        long[] mask = new long[uniform.length];
        long[] timesteps = new long[uniform.length];
        double share = recorded.number(ARGUMENTS + "cfg_prob");
        for (int n = 0; n < uniform.length; n++) {
            dropped[n] = uniform[n] < share;
            mask[n] = dropped[n] ? 1 : 0;
            timesteps[n] = (long) times[n];
        }
        float[] expected = tensor(step, "drop_mask", scope).toFloatArray();
        long[] wanted = new long[expected.length];
        for (int n = 0; n < wanted.length; n++) {
            wanted[n] = (long) expected[n];
        }
        found.exact("drop mask, step " + step, mask, wanted);
        boolean offset = recorded.hasTensor(name(step, "offset_noise"));
        NDArray posterior = tensor(step, "posterior_noise", scope);
        Draws draws =
                new Draws(
                        dropped,
                        posterior,
                        noise,
                        offset ? tensor(step, "offset_noise", scope) : null,
                        timesteps);
        NDArray embeddings = tensor(step, "embeddings", scope);
        return loss.rows(
                embeddings, latents(tensor(step, "images", scope), posterior), draws, scope);
    }

    private NDArray latents(NDArray images, NDArray noise) {
        try (Autograd.Scope off = Autograd.off();
                Posterior posterior = vae.encode(images);
                NDArray sample = posterior.sample(noise)) {
            return vae.scaled(sample);
        }
    }

    private static String name(int step, String tensor) {
        return "step" + step + "." + tensor;
    }

    private NDArray tensor(int step, String tensor, NDManager scope) {
        NDArray read = recorded.tensor(name(step, tensor));
        read.attach(scope);
        return read;
    }

    @Override
    public void close() {
        projectorWeights.close();
        unetWeights.close();
        vaeWeights.close();
    }
}
