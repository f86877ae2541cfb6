package dev.imago.runtime.train;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Objective;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.TrainableDecoder;
import dev.imago.api.train.Training.TrainableWeights;
import dev.imago.runtime.model.PartNames;
import jakarta.inject.Inject;
import java.util.Map;

/** The stage {@code train-decoder}. */
public final class DecoderStage implements Stage {
    private final DecoderStageConfig config;

    @Inject
    DecoderStage(DecoderStageConfig config) {
        this.config = config;
    }

    @Override
    public void run(StageContext context) {
        Samples<CaptionedImage> samples =
                context.trainingSamples(config.task(), CaptionedImage.class);
        ImageShards shards =
                new ImageShards(
                        samples,
                        context.pictures(),
                        config.settings().batchSize(),
                        context.seed(),
                        new VisualNoise(
                                config.visualNoise(), context.seed(), context.model().norm()));
        context.training()
                .train(
                        new TrainableWeights(
                                context.modelWeights(), Map.of(PartNames.glob("decoder"), 1.0)),
                        weights -> objective(context, weights),
                        shards,
                        config.settings());
    }

    private static Objective<ImageExamples> objective(StageContext context, Weights weights) {
        Decoder decoder =
                context.modelOver(weights)
                        .decoder()
                        .orElseThrow(
                                () ->
                                        new ImagoException(
                                                ErrorCode.MISSING_KEY,
                                                "model.decoder",
                                                "is missing, and stage "
                                                        + context.name()
                                                        + " trains a decoder"));
        if (decoder instanceof TrainableDecoder trainable) {
            return trainable.objective();
        }
        throw new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                "model.decoder",
                "can't be trained, but stage " + context.name() + " trains it");
    }
}
