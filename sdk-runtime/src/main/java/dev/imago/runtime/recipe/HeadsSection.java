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
 * @param vision predicts visual tokens; null in a model of text only
 */
@Doc("The two heads.")
public record HeadsSection(
        @Doc("predicts words") @DefaultType("lm") Spec<TextHead> text,
        @Doc("predicts visual tokens; required with an encoder") Spec<VisionHead> vision) {}
