package dev.imago.plugins.metrics;

import dev.imago.api.model.Encoder;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;

/**
 * Keys of the dual encoder {@code published}.
 *
 * @param encoder of pictures, whose folder has the text side, too
 */
@Doc("A published CLIP or SigLIP with its text side, as the folder of Hugging Face has it.")
public record PublishedDualEncoderConfig(
        @Doc(
                        value =
                                "sees pictures: {type: auto, weights: FOLDER, output: pooled}; the folder's"
                                        + " tokenizer and text side read texts",
                        required = true)
                Spec<Encoder> encoder) {
    /** Checks that there is a folder. */
    public PublishedDualEncoderConfig {
        Check.required(encoder, "encoder");
        if (encoder.weights() == null) {
            throw new InvalidValueException(
                    "encoder",
                    "has no weights, expected the folder of a published CLIP or SigLIP there");
        }
    }
}
