package dev.imago.runtime.train;

import dev.imago.api.data.ImageSample;
import dev.imago.api.data.Samples;
import dev.imago.api.model.Decoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.DecoderObjective;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
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
        TrainedDecoder trained = new TrainedDecoder(config, context.name());
        DecoderObjective objective = trained.objective(factory);
        Decoder decoder = trained.of(context.modelOver(context.modelWeights()));
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
                            weights -> objective.over(trained.of(context.modelOver(weights))),
                            shards,
                            config.settings(),
                            pause);
        }
        validation.ifPresent(DecoderValidation::report);
    }
}
