package dev.imago.runtime.features;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.VisualInput;
import java.nio.file.Path;

/**
 * Where a run keeps what it computes once for each picture.
 *
 * @param folder of all caches of the run
 * @param manager parent of the arrays of computing
 * @param threads how many pictures are computed side by side
 */
public record PictureCaches(Path folder, NDManager manager, int threads) {
    /**
     * A cache; the caller closes it.
     *
     * @param key names all that the results depend on besides the picture
     * @param numbers in each result
     * @param compute gives {@code [N, 1, numbers]}; called by several threads
     */
    public FeatureCache open(String key, int numbers, VisualInput compute) {
        return new FeatureCache(
                folder.resolve(key),
                new FeatureShape(1, numbers),
                Precision.FP32,
                compute,
                manager,
                threads);
    }
}
