package dev.imago.api.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import dev.imago.api.data.Picture;
import dev.imago.api.train.StageContext;
import java.util.List;

/** What sees pictures for measures that compare features, such as Fréchet distances. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface PictureFeatures {
    /**
     * Gets ready, e.g. by reading weights.
     *
     * @param context of the evaluate stage, whose manager owns the weights
     */
    Extractor open(StageContext context);

    /** Sees pictures. Used by one thread. */
    @FunctionalInterface
    interface Extractor {
        /**
         * @param pictures of any sizes
         * @param owner owns the result
         * @return {@code [N, P, D]} float32: P places of D numbers for each picture
         */
        NDArray features(List<Picture> pictures, NDManager owner);
    }
}
