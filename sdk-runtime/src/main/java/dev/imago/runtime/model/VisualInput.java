package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import java.util.List;

/** Turns pictures into visual tokens. */
@FunctionalInterface
public interface VisualInput {
    /**
     * Refuses pictures that can't be decoded, before anything is made of them.
     *
     * @throws dev.imago.api.error.ImagoException with BAD_IMAGE
     */
    default void check(List<ImageSource> images) {
        images.forEach(ImageSource::load);
    }

    /** {@code [N, K, D]} float32 visual tokens, owned by {@code owner}. */
    NDArray visualTokens(List<ImageSource> images, NDManager owner);
}
