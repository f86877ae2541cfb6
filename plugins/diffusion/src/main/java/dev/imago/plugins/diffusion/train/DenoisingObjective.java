package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Counts;
import dev.imago.api.train.DecoderObjective;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.sampling.Conditioning;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.scheduler.NoiseSchedule;
import dev.imago.plugins.diffusion.scheduler.Prediction;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objective {@code denoising}: how a diffusion decoder learns. The autoencoder stays as it is;
 * the projector always learns. Legend: N examples, L channels of the latents, h and w their sides.
 */
public final class DenoisingObjective implements DecoderObjective {
    private static final String IMAGES = "images";
    private static final String UNET = "unet.**";
    private static final String PROJECTOR = "projector.**";
    private static final String GRID = "grid.**";

    private final DenoisingConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Holds the keys. */
    @Inject
    public DenoisingObjective(DenoisingConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public Map<String, Double> rates(Decoder decoder) {
        DenoisingDecoder diffusion = diffusion(decoder);
        snrFloor(diffusion);
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put(PROJECTOR, 1.0);
        diffusion.grid().ifPresent(grid -> rates.put(GRID, 1.0));
        if (!config.unet().equals(DenoisingConfig.FROZEN)) {
            rates.put(UNET, config.unetRate());
        }
        return rates;
    }

    @Override
    public List<String> reset() {
        return config.unet().equals(DenoisingConfig.SCRATCH) ? List.of(UNET) : List.of();
    }

    @Override
    public Optional<Prepared> prepared(Decoder decoder) {
        return diffusion(decoder).vae().map(vae -> new LatentMoments(vae, ops, precision));
    }

    @Override
    public Objective<ImageExamples> over(Decoder decoder) {
        DenoisingDecoder own = diffusion(decoder);
        NoiseSchedule schedule = NoiseSchedule.of(own.schedulerConfig());
        ProjectorConfig projector = own.projectorConfig();
        boolean reference = config.padding().equals(ProjectorConfig.BY_VISION_TOKENS);
        DenoisingLoss loss =
                new DenoisingLoss(
                        new Conditioning(
                                own.projector(),
                                new ContextPadding(
                                        ops,
                                        reference
                                                ? projector.padded(ProjectorConfig.BY_VISION_TOKENS)
                                                : projector),
                                own.grid().orElse(null),
                                ops,
                                precision),
                        own.denoiser(),
                        schedule,
                        new DenoisingLoss.Terms(
                                prediction(own),
                                config.noiseOffset(),
                                snrFloor(own),
                                config.minSnr() == null
                                        ? Double.POSITIVE_INFINITY
                                        : config.minSnr()),
                        ops);
        LatentSpace space = own.space();
        return (shard, totals, scope) -> loss(loss, schedule, space, shard, totals, scope);
    }

    private Prediction prediction(DenoisingDecoder own) {
        return config.target().equals(DenoisingConfig.NOISE)
                ? Prediction.EPSILON
                : own.schedulerConfig().prediction();
    }

    private double snrFloor(DenoisingDecoder own) {
        if (config.snrFloor() > 0 && prediction(own) == Prediction.EPSILON) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "objective.snr_floor",
                    "is "
                            + config.snrFloor()
                            + ", but the decoder predicts noise, whose weight would have no bound where"
                            + " nothing but noise is left; expected 0, or a prediction_type of"
                            + " v_prediction or sample");
        }
        return config.snrFloor();
    }

    private Loss loss(
            DenoisingLoss loss,
            NoiseSchedule schedule,
            LatentSpace space,
            ImageExamples shard,
            Counts totals,
            NDManager scope) {
        boolean moments = shard.prepared() != null;
        NDArray known =
                moments ? shard.prepared() : space.encode(ops.scale(shard.pixels(), 2).sub(1));
        Shape shape = known.getShape();
        Draws draws =
                Draws.of(
                        shard.seeds(),
                        moments,
                        config.conditionDropout(),
                        schedule.levels(),
                        new Shape(space.channels(), shape.get(2), shape.get(3)),
                        scope);
        NDArray latents = moments ? LatentMoments.sample(known, draws.posterior()) : known;
        NDArray rows = loss.rows(shard.tokens(), latents, draws, scope);
        NDArray mean = ops.scale(rows.sum(), 1.0 / totals.of(IMAGES));
        return new Loss(mean, Map.of("noise", (double) mean.getFloat()));
    }

    private static DenoisingDecoder diffusion(Decoder decoder) {
        if (decoder instanceof DenoisingDecoder own) {
            return own;
        }
        throw new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                "objective",
                "is denoising, which trains a diffusion decoder, but the model has another one");
    }
}
