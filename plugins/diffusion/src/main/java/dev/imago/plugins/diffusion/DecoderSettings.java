package dev.imago.plugins.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.plugins.diffusion.folder.PipelineFolder;
import dev.imago.plugins.diffusion.projector.GridConfig;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.sampling.PixelSpace;
import dev.imago.plugins.diffusion.scheduler.Prediction;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.scheduler.Schedulers;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import java.util.Optional;

/**
 * Everything a decoder is built of, from its keys and the folder it starts from. The folder's sizes
 * hold where it brings weights for them.
 */
record DecoderSettings(
        UNetConfig unet,
        VaeConfig vae,
        ProjectorConfig projector,
        GridConfig grid,
        SchedulerConfig scheduler,
        String sampler) {
    private static final String USUAL = "ddim";
    private static final String PLACE = "model.decoder";

    /**
     * @param visual K and D of the visual tokens
     * @throws ImagoException INCOMPATIBLE_PARTS when the parts do not fit together
     */
    static DecoderSettings of(DiffusionConfig config, FeatureShape visual) {
        Optional<PipelineFolder> folder =
                Optional.ofNullable(config.weights()).map(PipelineFolder::new);
        UNetConfig unet =
                one("unet", folder.map(PipelineFolder::unet), config.unet())
                        .orElseThrow(DecoderSettings::noUNet);
        VaeConfig vae = one("vae", folder.flatMap(PipelineFolder::vae), config.vae()).orElse(null);
        ProjectorConfig projector =
                one("projector", folder.flatMap(PipelineFolder::projector), config.projector())
                        .orElseGet(DecoderSettings::projectorDefaults)
                        .between(visual, unet.crossAttentionDim().get(0));
        GridConfig grid =
                one("grid", folder.flatMap(PipelineFolder::grid), config.grid()).orElse(null);
        Optional<JsonNode> json = folder.flatMap(PipelineFolder::scheduler);
        SchedulerConfig scheduler =
                config.scheduler() != null
                        ? config.scheduler()
                        : json.map(SchedulerConfig::read)
                                .orElseGet(SchedulerConfig::stableDiffusion);
        String sampler =
                config.sampler() != null
                        ? config.sampler()
                        : json.map(Schedulers::nameOf).orElse(USUAL);
        DecoderSettings settings =
                new DecoderSettings(unet, vae, projector, grid, scheduler, sampler);
        settings.check(visual);
        return settings;
    }

    /** The sizes of a part, from the folder or the recipe; both would contradict each other. */
    private static <C> Optional<C> one(String key, Optional<C> brought, C given) {
        if (brought.isPresent() && given != null && !brought.get().equals(given)) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    PLACE + "." + key,
                    "has other sizes than the folder of model.decoder.weights; leave it out");
        }
        return brought.or(() -> Optional.ofNullable(given));
    }

    private static ImagoException noUNet() {
        return new ImagoException(
                ErrorCode.MISSING_KEY,
                PLACE + ".unet",
                "is missing, and no model.decoder.weights brings one");
    }

    private static ProjectorConfig projectorDefaults() {
        return new ProjectorConfig(null, null, null, null, null, null, null, null, null);
    }

    private void check(FeatureShape visual) {
        if (projector.inputDim() != visual.width()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "was trained on visual tokens of width "
                            + projector.inputDim()
                            + ", but is given tokens of width "
                            + visual.width());
        }
        if (projector.visionTokens() != visual.tokens()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "was trained on "
                            + projector.visionTokens()
                            + " visual tokens a picture, but is given "
                            + visual.tokens());
        }
        if (projector.mode().equals(ProjectorConfig.MLP)
                && visual.tokens() > projector.contextTokens()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "has a context of "
                            + projector.contextTokens()
                            + " rows, but is given "
                            + visual.tokens()
                            + " visual tokens");
        }
        for (int width : unet.crossAttentionDim()) {
            if (width != projector.outputDim()) {
                throw new ImagoException(
                        ErrorCode.INCOMPATIBLE_PARTS,
                        PLACE,
                        "has a projector to width "
                                + projector.outputDim()
                                + ", but its UNet takes a context of width "
                                + width);
            }
        }
        checkChannels();
        checkDraft();
    }

    private void checkChannels() {
        int out = unet.outChannels();
        boolean fits = vae == null ? PixelSpace.patch(out) > 0 : out == vae.latentChannels();
        int beside = grid == null ? 0 : grid.channels();
        if (!fits || unet.inChannels() != out + beside) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "has a UNet of "
                            + unet.inChannels()
                            + " channels in and "
                            + out
                            + " out, but denoises "
                            + (vae == null
                                    ? "pixels of 3 channels, or squares of P×P of them as 3·P²"
                                    : "latents of " + vae.latentChannels())
                            + (grid == null ? "" : ", with a grid of " + beside + " beside them"));
        }
    }

    private void checkDraft() {
        boolean answersPictures = scheduler.prediction() == Prediction.SAMPLE;
        if (draft() && (!answersPictures || grid.channels() < unet.outChannels())) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE + ".grid.draft",
                    "is true, which needs prediction_type sample and at least the "
                            + unet.outChannels()
                            + " channels that the UNet answers with, not "
                            + grid.channels());
        }
    }

    /** Whether the UNet corrects a first picture. */
    boolean draft() {
        return grid != null && grid.draft();
    }

    /** These settings as keys that need no folder. */
    DiffusionConfig stored(DiffusionConfig config) {
        return new DiffusionConfig(
                null,
                unet,
                vae,
                projector,
                grid,
                scheduler,
                sampler,
                config.eta(),
                config.steps(),
                config.guidance(),
                config.height(),
                config.width(),
                config.picturesAtOnce(),
                config.decodeTile());
    }
}
