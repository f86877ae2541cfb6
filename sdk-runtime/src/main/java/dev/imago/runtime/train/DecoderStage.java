package dev.imago.runtime.train;

import dev.imago.api.data.ImageSample;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.DecoderObjective;
import dev.imago.api.train.Objective;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.TrainableDecoder;
import dev.imago.api.train.Training.Pause;
import dev.imago.api.train.Training.TrainableWeights;
import dev.imago.runtime.features.PictureCaches;
import dev.imago.runtime.model.ModelAssembly;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.weights.FreshValues;
import dev.imago.runtime.weights.ParameterStore;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The stage {@code train-decoder}. */
public final class DecoderStage implements Stage {
    private final DecoderStageConfig config;
    private final ComponentFactory factory;
    private final PictureCaches caches;
    private final Ops ops;

    @Inject
    DecoderStage(
            DecoderStageConfig config, ComponentFactory factory, PictureCaches caches, Ops ops) {
        this.config = config;
        this.factory = factory;
        this.caches = caches;
        this.ops = ops;
    }

    @Override
    public void run(StageContext context) {
        DecoderObjective objective = objective(context);
        Decoder decoder = decoder(context, context.modelWeights());
        String prefix = ModelAssembly.decoder(config.decoder());
        Map<String, Double> rates = new LinkedHashMap<>();
        objective.rates(decoder).forEach((glob, rate) -> rates.put(prefix + "." + glob, rate));
        ParameterStore store = ParameterStore.of(context.modelWeights());
        for (String glob : objective.reset()) {
            FreshValues.write(store, prefix + "." + glob, context.seed(), ops, context.manager());
        }
        Samples<ImageSample> samples = context.trainingSamples(config.task(), ImageSample.class);
        Optional<DecoderValidation> validation =
                Optional.ofNullable(config.validateEvery())
                        .map(every -> new DecoderValidation(context, config));
        Pause pause =
                validation
                        .map(pictures -> new Pause(config.validateEvery(), pictures::render))
                        .orElse(Pause.NEVER);
        FittedPictures fitted = FittedPictures.of(decoder, config.decoder(), context.model());
        try (PreparedPictures prepared =
                PreparedPictures.open(
                        objective.prepared(decoder), prefix, store, caches, fitted, ops)) {
            ImageShards shards =
                    new ImageShards(
                            samples,
                            context.pictures(),
                            fitted,
                            prepared,
                            config.settings().batchSize(),
                            context.seed(),
                            new VisualNoise(
                                    config.visualNoise(), context.seed(), context.model().norm()));
            context.training()
                    .train(
                            new TrainableWeights(context.modelWeights(), rates),
                            weights -> over(objective, context, weights),
                            shards,
                            config.settings(),
                            pause);
        }
        validation.ifPresent(DecoderValidation::report);
    }

    private Objective<ImageExamples> over(
            DecoderObjective objective, StageContext context, Weights weights) {
        return objective.over(decoder(context, weights));
    }

    private DecoderObjective objective(StageContext context) {
        if (config.objective() != null) {
            return factory.create(config.objective());
        }
        return new OwnObjective(context.name());
    }

    private Decoder decoder(StageContext context, Weights weights) {
        return context.modelOver(weights)
                .decoder(config.decoder())
                .orElseThrow(
                        () ->
                                new ImagoException(
                                        ErrorCode.MISSING_KEY,
                                        "model.decoder",
                                        "is missing, and stage "
                                                + context.name()
                                                + " trains a decoder"));
    }

    /** What a decoder minimises of its own, over all its parameters. */
    private record OwnObjective(String stage) implements DecoderObjective {
        @Override
        public Map<String, Double> rates(Decoder decoder) {
            return Map.of("**", 1.0);
        }

        @Override
        public Objective<ImageExamples> over(Decoder decoder) {
            if (decoder instanceof TrainableDecoder trainable) {
                return trainable.objective();
            }
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.decoder",
                    "has no way of learning of its own, but stage "
                            + stage
                            + " trains it; give the stage an objective, such as {type: denoising}"
                            + " for a diffusion decoder");
        }
    }
}
