package dev.imago.runtime.recipe;

import dev.imago.api.model.TextHead;
import dev.imago.api.model.VisionHead;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;

/**
 * The two heads.
 *
 * @param text predicts words
 * @param vision predicts visual tokens
 */
@Doc("The two heads.")
public record HeadsSection(
        @Doc("predicts words") @DefaultType("lm") Spec<TextHead> text,
        @Doc(value = "predicts visual tokens", required = true) Spec<VisionHead> vision) {}
