package dev.imago.plugins.metrics;

import dev.imago.api.model.Encoder;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import java.nio.file.Path;

/**
 * Keys of the features {@code encoder}.
 *
 * @param encoder what sees; null takes the model's own
 * @param weights its published weights
 */
@Doc("Features of an encoder: the model's own, or another with its published weights.")
public record EncoderFeaturesConfig(
        @Doc("what sees; without one, the model's own encoder") Spec<Encoder> encoder,
        @Doc(value = "folder or safetensors file of that encoder's weights", existingPath = true)
                Path weights) {
    /** Checks that an encoder of its own has weights. */
    public EncoderFeaturesConfig {
        if ((encoder == null) != (weights == null)) {
            throw new InvalidValueException(
                    encoder == null ? "encoder" : "weights",
                    "is required where "
                            + (encoder == null ? "weights" : "encoder")
                            + " is given: both, or neither for the model's own encoder");
        }
    }
}
