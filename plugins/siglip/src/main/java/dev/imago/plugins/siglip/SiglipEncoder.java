package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.LayerNorm;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * SigLIP's vision transformer. Its weights stand at what published checkpoints call {@code
 * vision_model}; only parameters that the configured output needs are declared. Legend: N pictures,
 * S side in pixels, P patches, W width.
 */
public final class SiglipEncoder implements Encoder {
    private static final String EMBEDDINGS = "embeddings";

    private final SiglipConfig config;
    private final Weights weights;
    private final Ops ops;
    private final SiglipEmbeddings embeddings;
    private final List<SiglipLayer> layers = new ArrayList<>();
    private final LayerNorm postNorm;
    private final PoolingHead head;

    /** Declares the parameters. */
    @Inject
    public SiglipEncoder(SiglipConfig config, Weights weights, Ops ops) {
        this.config = config;
        this.weights = weights;
        this.ops = ops;
        embeddings = new SiglipEmbeddings(config, weights.at(EMBEDDINGS), ops);
        for (int i = 0; i < config.layersRun(); i++) {
            layers.add(new SiglipLayer(config.block(), weights.at("encoder.layers." + i), ops));
        }
        boolean normed = config.postNorm() || config.isPooled();
        postNorm =
                normed
                        ? new LayerNorm(
                                ops,
                                weights.at("post_layernorm"),
                                config.hiddenSize(),
                                config.layerNormEps())
                        : null;
        head = config.isPooled() ? new PoolingHead(config, weights.at("head"), ops) : null;
    }

    @Override
    public NDArray encode(NDArray pixels) {
        checkSize(pixels);
        NDArray hidden = embeddings.apply(pixels); // [N, P, W]
        for (SiglipLayer layer : layers) {
            try (NDArray before = hidden) {
                hidden = layer.apply(before);
            }
        }
        return finished(hidden);
    }

    @Override
    public FeatureShape output() {
        return config.shape();
    }

    @Override
    public Preprocessing preprocessing() {
        return config.preprocessing();
    }

    /** The same encoder over other weights. */
    SiglipEncoder over(Weights other) {
        return new SiglipEncoder(config, other, ops);
    }

    /** All its parameters, in the order of declaration. */
    List<Parameter> parameters() {
        List<Parameter> declared = new ArrayList<>();
        over(new RecordingWeights(weights, declared));
        return declared;
    }

    /** Where its weights stand: the common start of their names. */
    String prefix() {
        String name = parameters().get(0).name();
        return name.substring(0, name.indexOf("." + EMBEDDINGS));
    }

    private NDArray finished(NDArray hidden) {
        if (postNorm == null) {
            return hidden;
        }
        try (hidden) {
            NDArray normed = postNorm.apply(hidden);
            if (head == null) {
                return normed;
            }
            try (normed) {
                return head.apply(normed); // [N, 1, W]
            }
        }
    }

    private void checkSize(NDArray pixels) {
        long side = config.side();
        boolean fits =
                pixels.getShape().dimension() == 4
                        && pixels.getShape().get(1) == config.numChannels()
                        && pixels.getShape().get(2) == side
                        && pixels.getShape().get(3) == side;
        if (!fits) {
            throw new IllegalArgumentException(
                    "pixels are "
                            + pixels.getShape()
                            + ", expected (N, "
                            + config.numChannels()
                            + ", "
                            + side
                            + ", "
                            + side
                            + ")");
        }
    }
}
