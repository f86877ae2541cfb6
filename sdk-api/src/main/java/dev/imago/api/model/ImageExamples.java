package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * A batch of pictures with their visual tokens, for decoders.
 *
 * @param tokens {@code [N, K, D]} normalised visual tokens of the frozen encoder
 * @param pixels {@code [N, 3, S, S]} float32 in {@code [0, 1]}; null where {@code prepared} stands
 *     for them
 * @param prepared {@code [N, ...]} what frozen parts made of the pixels; null where nothing does
 * @param seeds one for each example, the same in every run of a recipe: all that training draws at
 *     random for the example comes from it
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record ImageExamples(NDArray tokens, NDArray pixels, NDArray prepared, long[] seeds) {
    /** Pictures of which nothing is prepared, with their places as seeds. */
    public ImageExamples(NDArray tokens, NDArray pixels) {
        this(tokens, pixels, null, places(pixels));
    }

    private static long[] places(NDArray pixels) {
        long[] places = new long[Math.toIntExact(pixels.getShape().get(0))];
        java.util.Arrays.setAll(places, i -> i);
        return places;
    }
}
