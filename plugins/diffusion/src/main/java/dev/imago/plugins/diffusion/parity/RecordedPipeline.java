package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.RecordedCase;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.folder.LegacyKeys;
import dev.imago.plugins.diffusion.folder.PartFolder;
import dev.imago.plugins.diffusion.folder.PipelineFolder;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import dev.imago.plugins.diffusion.sampling.Condition;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.sampling.Denoising;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.sampling.VaeSpace;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.scheduler.Schedulers;
import dev.imago.plugins.diffusion.scheduler.Trajectory;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The parts that a pipeline case names, filled. */
final class RecordedPipeline implements AutoCloseable {
    private final RecordedCase recorded;
    private final Ops ops;
    private final StoredWeights.Factory stores;
    private final List<StoredWeights> opened = new ArrayList<>();
    private final ProjectorConfig projectorConfig;
    private final Projector projector;
    private final Denoising denoising;
    private final LatentSpace space;

    RecordedPipeline(RecordedCase recorded, Ops ops, StoredWeights.Factory stores) {
        this.recorded = recorded;
        this.ops = ops;
        this.stores = stores;
        Path keys = recorded.file(PipelineFolder.PROJECTOR_CONFIG);
        projectorConfig =
                DiffusersJson.record(
                        keys.toString(), DiffusersJson.read(keys), ProjectorConfig.class);
        projector = projector();
        denoising = new Denoising(new Denoiser(unet(), false, ops, Precision.FP32), ops);
        space = new VaeSpace(vae(), ops, Precision.FP32, 0);
    }

    private StoredWeights open() {
        StoredWeights weights = stores.create(recorded.scope(), Precision.FP32);
        opened.add(weights);
        return weights;
    }

    private Projector projector() {
        StoredWeights weights = open();
        Projector built = Projectors.create(projectorConfig, weights.root(), ops);
        weights.load(recorded.file(recorded.text("/models/projector")), UnaryOperator.identity());
        return built;
    }

    private UNet2DConditionModel unet() {
        PartFolder folder = new PartFolder(recorded.file(recorded.text("/models/unet")));
        StoredWeights weights = open();
        UNetConfig config = UNetConfig.read(folder.config());
        UNet2DConditionModel built = new UNet2DConditionModel(config, weights.root(), ops);
        weights.load(folder.weights(), UnaryOperator.identity());
        return built;
    }

    private AutoencoderKL vae() {
        PartFolder folder = new PartFolder(recorded.file(recorded.text("/models/vae")));
        StoredWeights weights = open();
        VaeConfig config = VaeConfig.read(folder.config());
        AutoencoderKL built = new AutoencoderKL(config, weights.root(), ops);
        weights.load(folder.weights(), LegacyKeys::current);
        return built;
    }

    /** {@code [B, K, D]} to {@code [B, T, C]}. */
    NDArray context(NDArray embeddings) {
        return padding().pad(projector.project(embeddings), embeddings.getShape().get(1));
    }

    Condition none(NDArray context) {
        return new Condition(padding().unconditional(context));
    }

    private ContextPadding padding() {
        return new ContextPadding(ops, projectorConfig);
    }

    /** A run of the scheduler that the case names, or else the model's. */
    Trajectory trajectory() {
        Path own = recorded.file("scheduler_config.json");
        Path beside =
                recorded.file(recorded.text("/models/unet"))
                        .resolveSibling(PipelineFolder.SCHEDULER);
        JsonNode json = DiffusersJson.read(Files.exists(own) ? own : beside);
        int steps = (int) recorded.number("/config/steps");
        double eta = recorded.at("/config/eta").asDouble(0);
        return Schedulers.create(Schedulers.nameOf(json), SchedulerConfig.read(json), eta)
                .prepare(steps);
    }

    Denoising denoising() {
        return denoising;
    }

    /** {@code [B, 3, H, W]} about -1..1 as latents, the mean of what they may be. */
    NDArray encode(NDArray pixels) {
        return space.encode(pixels);
    }

    /** {@code [B, 3, H, W]} about -1..1. */
    NDArray decode(NDArray latents) {
        return space.decode(latents);
    }

    @Override
    public void close() {
        opened.forEach(StoredWeights::close);
    }
}
