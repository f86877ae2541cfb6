package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import java.util.List;
import java.util.Optional;

/**
 * Pictures shown with a request, and what was drawn for it.
 *
 * @param request as the user said it
 * @param shown with it, in order
 * @param source the last picture shown, rendered from its own visual tokens: a mere copy
 * @param wanted the right picture, rendered from its own visual tokens
 * @param real the right picture
 * @param drawn what the model made of it; empty where it drew nothing
 */
record Redrawing(
        String request,
        List<Picture> shown,
        Drawn source,
        Drawn wanted,
        Picture real,
        Optional<Drawn> drawn) {
    /** The mean cosine between drawn and wanted visual tokens; 0 where nothing was drawn. */
    static double cosine(List<Redrawing> all) {
        return all.stream()
                .mapToDouble(one -> one.drawn().map(d -> likeness(d, one.wanted())).orElse(0.0))
                .average()
                .orElse(Double.NaN);
    }

    /** The mean cosine that copying the last picture shown reaches. */
    static double cosineOfCopy(List<Redrawing> all) {
        return all.stream()
                .mapToDouble(one -> likeness(one.source(), one.wanted()))
                .average()
                .orElse(Double.NaN);
    }

    private static double likeness(Drawn one, Drawn other) {
        return TokenCosine.cosine(one.tokens(), other.tokens());
    }
}
