package dev.imago.runtime.train;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.model.Model;
import dev.imago.api.train.DecoderObjective;
import dev.imago.api.train.Objective;
import dev.imago.api.train.TrainableDecoder;
import dev.imago.runtime.plugin.ComponentFactory;
import java.util.Map;

/**
 * The decoder that a {@code train-decoder} stage trains, and how it learns.
 *
 * @param config of the stage
 * @param stage name of the stage
 */
public record TrainedDecoder(DecoderStageConfig config, String stage) {
    /**
     * Refuses what the stage would refuse when it begins.
     *
     * @param model declared; its weights are not read
     * @throws ImagoException for a decoder that is missing, or that does not learn so; keys of the
     *     objective are named below {@code objective}
     */
    public void check(ComponentFactory factory, Model model) {
        objective(factory).rates(of(model));
    }

    /** Its part of a model. */
    Decoder of(Model model) {
        return model.decoder(config.decoder())
                .orElseThrow(
                        () ->
                                new ImagoException(
                                        ErrorCode.MISSING_KEY,
                                        "model.decoder",
                                        "is missing, and stage " + stage + " trains a decoder"));
    }

    DecoderObjective objective(ComponentFactory factory) {
        return config.objective() == null
                ? new OwnObjective(stage)
                : factory.create(config.objective());
    }

    /** What a decoder minimises of its own, over all its parameters. */
    private record OwnObjective(String stage) implements DecoderObjective {
        @Override
        public Map<String, Double> rates(Decoder decoder) {
            trainable(decoder);
            return Map.of("**", 1.0);
        }

        @Override
        public Objective<ImageExamples> over(Decoder decoder) {
            return trainable(decoder).objective();
        }

        private TrainableDecoder trainable(Decoder decoder) {
            if (decoder instanceof TrainableDecoder trainable) {
                return trainable;
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
