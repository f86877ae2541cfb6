package dev.imago.api.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.RenderOptions;
import java.util.List;

/** Between pictures and arrays, with the model's preprocessing and its cache of features. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Pictures {
    /**
     * {@code [N, 3, S, S]} as the encoder wants them, in the run's precision, owned by {@code
     * owner}.
     */
    NDArray pixels(List<ImageSource> images, NDManager owner);

    /**
     * {@code [N, 3, S, S]} as another encoder wants them, in the run's precision, owned by {@code
     * owner}.
     */
    NDArray pixels(List<ImageSource> images, Preprocessing preprocessing, NDManager owner);

    /** A picture at another size, bicubic with antialias; itself where it has that size. */
    Picture resize(Picture picture, int width, int height);

    /** {@code [N, 3, H, W]} float32 in {@code [0, 1]} at the pictures' own (equal) size. */
    NDArray unitPixels(List<Picture> pictures, NDManager owner);

    /** {@code [N, K, D]} visual tokens of the frozen encoder, computed once and then cached. */
    NDArray visualTokens(List<ImageSource> images, NDManager owner);

    /** Renders visual tokens {@code [N, K, D]} with the model's decoder. */
    default List<Picture> render(NDArray tokens) {
        return render(tokens, RenderOptions.DEFAULT);
    }

    /** Renders visual tokens {@code [N, K, D]} as told; picture i draws with the seed and i. */
    List<Picture> render(NDArray tokens, RenderOptions options);
}
