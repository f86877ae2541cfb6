package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.Optional;

/** Renders visual tokens as pictures. Inject {@link FeatureShape} for K and D. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Decoder {
    /**
     * @param tokens {@code [N, K, D]} normalised visual tokens
     * @param options seed and, where the decoder knows them, steps and guidance
     * @return {@code [N, 3, S, S]} float32 in {@code [0, 1]}, owned by the manager of {@code
     *     tokens}
     */
    NDArray render(NDArray tokens, RenderOptions options);

    /**
     * How large the pictures are that it renders with some options; pictures that it learns from or
     * starts from are brought to that size. Empty where it does not say: then it takes pictures as
     * they are.
     */
    default Optional<PictureSize> size(RenderOptions options) {
        return Optional.empty();
    }
}
