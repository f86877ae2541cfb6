package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.evaluate.Measured;
import java.util.List;

/**
 * One decoder's pictures of one kind of visual tokens, and how good they are.
 *
 * @param decoder its name; {@code own} for the model's own
 * @param kind {@code decoded} from true visual tokens, or {@code drawn} from captions
 * @param drawings what each picture is of
 * @param rendition the pictures, in the same order
 * @param score by scene
 * @param measured what else was measured
 */
record DecoderSet(
        String decoder,
        String kind,
        List<Drawing> drawings,
        Rendition rendition,
        SceneScore score,
        List<Measured> measured) {
    /** Of the model's own decoder. */
    static final String OWN = "own";

    /** From true visual tokens. */
    static final String DECODED = "decoded";

    /** From visual tokens that the model drew. */
    static final String DRAWN = "drawn";

    /** All seeds' pictures of a drawing; none where the model drew nothing. */
    List<Picture> seeds(Drawing drawing) {
        int index = drawings.indexOf(drawing);
        return index < 0 ? List.of() : rendition.seeds(index);
    }
}
