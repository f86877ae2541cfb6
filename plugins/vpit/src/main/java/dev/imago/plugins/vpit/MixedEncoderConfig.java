package dev.imago.plugins.vpit;

import dev.imago.api.model.Encoder;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import java.util.List;

/** Keys of a {@link MixedEncoder}. */
@Doc("Several encoders over the same picture; their features are put side by side.")
public record MixedEncoderConfig(
        @Doc(
                        value =
                                "two or more encoders; the first decides the grid of patches and"
                                        + " how pictures are normalised",
                        required = true)
                List<Spec<Encoder>> encoders) {
    /** Checks. */
    public MixedEncoderConfig {
        encoders = List.copyOf(Check.required(encoders, "encoders"));
        if (encoders.size() < 2) {
            throw new InvalidValueException(
                    "encoders", "has " + encoders.size() + " entries, expected at least 2");
        }
    }
}
