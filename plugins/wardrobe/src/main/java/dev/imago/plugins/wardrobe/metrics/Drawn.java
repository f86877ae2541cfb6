package dev.imago.plugins.wardrobe.metrics;

import ai.djl.ndarray.NDArray;
import dev.imago.api.data.Picture;
import dev.imago.api.generate.Answerer;
import java.util.Optional;

/**
 * A picture rendered from visual tokens.
 *
 * @param picture rendered
 * @param tokens {@code [K][D]}
 */
record Drawn(Picture picture, float[][] tokens) {
    /** The first picture of an answer. */
    static Optional<Drawn> firstOf(Answerer.Answer answer) {
        return answer.pictures().isEmpty()
                ? Optional.empty()
                : Optional.of(new Drawn(answer.pictures().get(0), answer.visualTokens().get(0)));
    }

    /** {@code [K, D]} as Java arrays. */
    static float[][] rows(NDArray tokens) {
        int k = (int) tokens.getShape().get(0);
        int d = (int) tokens.getShape().get(1);
        float[] flat = tokens.toFloatArray();
        float[][] rows = new float[k][d];
        for (int i = 0; i < k; i++) {
            System.arraycopy(flat, i * d, rows[i], 0, d);
        }
        return rows;
    }
}
