package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;

/**
 * Keys of the measure {@code text-fit}.
 *
 * @param encoder of pictures and texts
 * @param pool texts among which each picture's own is sought
 */
@Doc("How well pictures fit their texts by the cosine of embeddings, as CLIPScore has it.")
public record TextFitConfig(
        @Doc(value = "embeds pictures and texts in one space", required = true)
                Spec<DualEncoder> encoder,
        @Doc("texts among which each picture's own is sought") Integer pool) {
    /** Defaults and checks. */
    public TextFitConfig {
        Check.required(encoder, "encoder");
        pool = Check.between(pool, 100, 2, 100_000, "pool");
    }
}
