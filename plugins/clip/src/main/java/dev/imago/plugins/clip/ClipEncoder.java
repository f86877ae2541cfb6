package dev.imago.plugins.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.VisionLayer;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIP's vision transformer. Its weights stand at what published checkpoints call {@code
 * vision_model}; only parameters that the configured output needs are declared. Pixels of another
 * size than the trained one are taken, too: positions are interpolated. Legend: N pictures, P
 * patches, W width.
 */
public final class ClipEncoder implements Encoder {
    private final ClipConfig config;
    private final ClipEmbeddings embeddings;
    private final LayerNorm preNorm;
    private final List<VisionLayer> layers = new ArrayList<>();
    private final LayerNorm postNorm;

    /** Declares the parameters. */
    @Inject
    public ClipEncoder(ClipConfig config, Weights weights, Ops ops) {
        this.config = config;
        embeddings = new ClipEmbeddings(config, weights.at("embeddings"), ops);
        preNorm = norm(ops, weights.at("pre_layrnorm")); // spelled so in every checkpoint
        for (int i = 0; i < config.layersRun(); i++) {
            layers.add(ClipLayer.declare(config, weights.at("encoder.layers." + i), ops));
        }
        postNorm = config.isPooled() ? norm(ops, weights.at("post_layernorm")) : null;
    }

    private LayerNorm norm(Ops ops, Weights weights) {
        return new LayerNorm(ops, weights, config.hiddenSize(), config.layerNormEps());
    }

    @Override
    public NDArray encode(NDArray pixels) {
        NDArray hidden;
        try (NDArray embedded = embeddings.apply(pixels)) {
            hidden = preNorm.apply(embedded); // [N, 1 + P, W]
        }
        for (VisionLayer layer : layers) {
            try (NDArray before = hidden) {
                hidden = layer.apply(before);
            }
        }
        return chosen(hidden);
    }

    private NDArray chosen(NDArray hidden) {
        if (config.keepsClassToken()) {
            return hidden;
        }
        try (hidden) {
            if (!config.isPooled()) {
                return hidden.get(new NDIndex(":, 1:"));
            }
            try (NDArray first = hidden.get(new NDIndex(":, :1"))) {
                return postNorm.apply(first); // [N, 1, W]
            }
        }
    }

    @Override
    public FeatureShape output() {
        return config.shape();
    }

    @Override
    public Preprocessing preprocessing() {
        return config.preprocessing();
    }
}
