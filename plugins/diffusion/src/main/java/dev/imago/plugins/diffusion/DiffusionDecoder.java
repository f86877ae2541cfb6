package dev.imago.plugins.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.FolderPart;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.SteppedDecoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.projector.GridProjector;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.sampling.PixelSpace;
import dev.imago.plugins.diffusion.sampling.VaeSpace;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.train.DenoisingDecoder;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Renders visual tokens by denoising: a projector makes them the context of a UNet, whose latents
 * an autoencoder decodes. Legend: N pictures, K visual tokens, D their width.
 */
public final class DiffusionDecoder implements SteppedDecoder, FolderPart, DenoisingDecoder {
    private final DiffusionConfig config;
    private final DecoderSettings settings;
    private final DecoderParts parts;

    /** Declares {@code unet.*}, {@code vae.*}, {@code projector.*} and {@code grid.*}. */
    @Inject
    public DiffusionDecoder(
            DiffusionConfig config,
            Weights weights,
            FeatureShape visual,
            Ops ops,
            Precision precision) {
        this.config = config;
        settings = DecoderSettings.of(config, visual);
        UNet2DConditionModel unet =
                new UNet2DConditionModel(settings.unet(), weights.at("unet"), ops);
        Projector projector = Projectors.create(settings.projector(), weights.at("projector"), ops);
        AutoencoderKL vae =
                settings.vae() == null
                        ? null
                        : new AutoencoderKL(settings.vae(), weights.at("vae"), ops);
        LatentSpace space =
                vae == null
                        ? new PixelSpace(ops, PixelSpace.patch(settings.unet().outChannels()))
                        : new VaeSpace(vae, ops, precision, config.decodeTile());
        GridProjector grid =
                settings.grid() == null
                        ? null
                        : new GridProjector(
                                settings.grid(),
                                visual,
                                settings.unet().sampleSize(),
                                weights.at("grid"),
                                ops);
        parts = new DecoderParts(unet, vae, projector, grid, space, settings, ops, precision);
    }

    DecoderParts parts() {
        return parts;
    }

    @Override
    public Projector projector() {
        return parts.projector();
    }

    @Override
    public ProjectorConfig projectorConfig() {
        return settings.projector();
    }

    @Override
    public Optional<GridProjector> grid() {
        return Optional.ofNullable(parts.grid());
    }

    @Override
    public LatentSpace space() {
        return parts.space();
    }

    @Override
    public Denoiser denoiser() {
        return parts.denoiser();
    }

    @Override
    public Optional<AutoencoderKL> vae() {
        return Optional.ofNullable(parts.vae());
    }

    @Override
    public SchedulerConfig schedulerConfig() {
        return settings.scheduler();
    }

    @Override
    public NDArray render(NDArray tokens, RenderOptions options) {
        List<Row> rows =
                LongStream.range(0, tokens.getShape().get(0))
                        .mapToObj(i -> new Row(options.seed() + i, options.guidance()))
                        .toList();
        return render(tokens, rows, options, Listener.NONE);
    }

    @Override
    public NDArray render(
            NDArray tokens, List<Row> rows, RenderOptions options, Listener listener) {
        Rendering rendering = new Rendering(parts, config, options, listener);
        int most = config.picturesAtOnce();
        if (rows.size() <= most) {
            return rendering.render(tokens, rows, 0);
        }
        try (NDList pictures = new NDList()) {
            for (int from = 0; from < rows.size(); from += most) {
                int to = Math.min(rows.size(), from + most);
                try (NDArray some = tokens.get(new NDIndex("{}:{}", from, to))) {
                    pictures.add(rendering.render(some, rows.subList(from, to), from));
                }
            }
            return NDArrays.concat(pictures, 0);
        }
    }

    @Override
    public Optional<PictureSize> size(RenderOptions options) {
        return Optional.of(new Rendering(parts, config, options, Listener.NONE).size());
    }

    @Override
    public List<WeightFile> weightFiles() {
        return DecoderFiles.weights(settings);
    }

    @Override
    public Map<String, String> texts() {
        return DecoderFiles.texts(settings);
    }

    @Override
    public Optional<Path> startsFrom() {
        return Optional.ofNullable(config.weights());
    }

    @Override
    public Record storedConfig() {
        return settings.stored(config);
    }
}
