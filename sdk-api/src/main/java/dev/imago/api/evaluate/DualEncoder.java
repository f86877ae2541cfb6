package dev.imago.api.evaluate;

import dev.imago.api.Api;
import dev.imago.api.data.Picture;
import dev.imago.api.train.StageContext;
import java.util.List;

/** Puts pictures and texts into one space, as CLIP and SigLIP do, to say how well they fit. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface DualEncoder {
    /**
     * Gets ready, e.g. by reading weights.
     *
     * @param context of the evaluate stage, whose manager owns the weights
     */
    Embedder open(StageContext context);

    /** Embeds; the length of an embedding means nothing. Used by one thread. */
    interface Embedder {
        /** {@code [N][E]} of pictures of any sizes. */
        float[][] pictures(List<Picture> pictures);

        /** {@code [N][E]} of texts. */
        float[][] texts(List<String> texts);
    }
}
