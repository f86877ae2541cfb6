package dev.imago.plugins.pixeldecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.api.train.Objective;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pixels close to the picture's, and a picture in which the frozen encoder sees the tokens it was
 * rendered from. The second term is what keeps a garment recognisable; the first alone blurs it.
 */
final class PixelObjective implements Objective<ImageExamples> {
    private static final String IMAGES = "images";

    private final PixelDecoder decoder;
    private final ImageTokens imageTokens;
    private final double featureWeight;
    private final Ops ops;

    PixelObjective(PixelDecoder decoder, ImageTokens imageTokens, double featureWeight, Ops ops) {
        this.decoder = decoder;
        this.imageTokens = imageTokens;
        this.featureWeight = featureWeight;
        this.ops = ops;
    }

    @Override
    public Loss loss(ImageExamples shard, Counts totals, NDManager scope) {
        double images = totals.of(IMAGES);
        NDArray rendered = decoder.render(shard.tokens());
        NDArray pixels = ops.scale(pixelDistance(rendered, shard.pixels()), 1 / images);
        Map<String, Double> terms = new LinkedHashMap<>();
        terms.put("pixels", (double) pixels.getFloat());
        if (featureWeight == 0) {
            return new Loss(pixels, terms);
        }
        NDArray features = ops.scale(featureDistance(rendered, shard.tokens()), 1 / images);
        terms.put("features", (double) features.getFloat());
        return new Loss(pixels.add(ops.scale(features, featureWeight)), terms);
    }

    /** Mean absolute difference, summed over pictures. */
    private NDArray pixelDistance(NDArray rendered, NDArray wanted) {
        Shape flat = new Shape(rendered.getShape().get(0), -1);
        return ops.losses().l1Rows(rendered.reshape(flat), wanted.reshape(flat)).sum();
    }

    /** One minus the mean cosine of a picture's tokens, summed over pictures. */
    private NDArray featureDistance(NDArray rendered, NDArray wanted) {
        Shape rows = new Shape(-1, wanted.getShape().get(2));
        NDArray seen = imageTokens.of(rendered);
        NDArray cosine =
                ops.losses().cosineRows(seen.reshape(rows), wanted.reshape(rows)); // [N * K]
        long tokens = wanted.getShape().get(1);
        return ops.scale(cosine.neg().add(1f).sum(), 1.0 / tokens);
    }
}
