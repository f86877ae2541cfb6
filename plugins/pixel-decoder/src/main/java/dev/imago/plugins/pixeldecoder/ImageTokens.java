package dev.imago.plugins.pixeldecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.util.List;

/**
 * What the frozen encoder sees in rendered pictures, differentiable by their pixels.
 *
 * @param encoder pixels to patch features
 * @param reducer patch features to visual tokens
 * @param norm their scale
 */
record ImageTokens(
        Encoder encoder, TokenReducer reducer, FeatureNorm norm, Ops ops, Precision precision) {
    /**
     * {@code [N, 3, S, S]} in 0..1 to visual tokens {@code [N, K, D]}. Mean and deviation stay open
     * with the pictures' manager: the backward pass reads them.
     */
    NDArray of(NDArray pictures) {
        Preprocessing wanted = encoder.preprocessing();
        NDArray mean = channels(pictures, wanted.mean());
        NDArray std = channels(pictures, wanted.std());
        try (NDArray sized = resized(pictures, wanted.size());
                NDArray centered = sized.sub(mean);
                NDArray scaled = centered.div(std);
                NDArray pixels = ops.cast(scaled, precision);
                NDArray patches = encoder.encode(pixels);
                NDArray tokens = reducer.reduce(patches)) {
            return norm.normalise(tokens);
        }
    }

    private NDArray resized(NDArray pictures, int size) {
        return pictures.getShape().get(2) == size
                ? pictures.duplicate()
                : ops.images().resize(pictures, size, size, Interpolation.BILINEAR);
    }

    private static NDArray channels(NDArray beside, List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return beside.getManager().create(floats, new Shape(1, floats.length, 1, 1));
    }
}
