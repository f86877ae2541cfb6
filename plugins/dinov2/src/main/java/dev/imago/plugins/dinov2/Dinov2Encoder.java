package dev.imago.plugins.dinov2;

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
 * DINOv2's vision transformer under the key names of its published checkpoints; only parameters
 * that the configured output needs are declared. Pixels of any size are taken, positions are
 * interpolated. Legend: N pictures, R registers, P patches, W width.
 */
public final class Dinov2Encoder implements Encoder {
    private final Dinov2Config config;
    private final Dinov2Embeddings embeddings;
    private final List<VisionLayer> layers = new ArrayList<>();
    private final LayerNorm norm;

    /** Declares the parameters. */
    @Inject
    public Dinov2Encoder(Dinov2Config config, Weights weights, Ops ops) {
        this.config = config;
        embeddings = new Dinov2Embeddings(config, weights.at("embeddings"), ops);
        for (int i = 0; i < config.layersRun(); i++) {
            layers.add(Dinov2Layer.declare(config, weights.at("encoder.layer." + i), ops));
        }
        norm =
                config.isNormed()
                        ? new LayerNorm(
                                ops,
                                weights.at("layernorm"),
                                config.hiddenSize(),
                                config.layerNormEps())
                        : null;
    }

    @Override
    public NDArray encode(NDArray pixels) {
        NDArray hidden = embeddings.apply(pixels); // [N, 1 + R + P, W]
        for (VisionLayer layer : layers) {
            try (NDArray before = hidden) {
                hidden = layer.apply(before);
            }
        }
        NDArray rows = chosen(hidden);
        if (norm == null) {
            return rows;
        }
        try (rows) {
            return norm.apply(rows);
        }
    }

    private NDArray chosen(NDArray hidden) {
        int registers = config.numRegisterTokens();
        if (config.keepsClassToken() && registers == 0) {
            return hidden;
        }
        try (hidden) {
            if (config.isPooled()) {
                return hidden.get(new NDIndex(":, :1"));
            }
            NDArray patches = hidden.get(new NDIndex(":, {}:", 1 + registers));
            if (!config.keepsClassToken()) {
                return patches;
            }
            try (patches;
                    NDArray first = hidden.get(new NDIndex(":, :1"))) {
                return first.concat(patches, 1);
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
