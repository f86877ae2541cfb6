package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import dev.imago.api.nn.LayerOps.StackedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pre-norm layers one after the other. One new position of a small model takes little longer than
 * to call its layers one by one, so they are called together. Legend: B batch, W width, D head
 * width.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class PreNormStack {
    private final Ops ops;
    private final List<PreNormLayer> layers;

    /** Declares nothing itself. */
    public PreNormStack(Ops ops, List<PreNormLayer> layers) {
        this.ops = ops;
        this.layers = List.copyOf(layers);
    }

    /** The layers, to be run one by one. */
    public List<PreNormLayer> layers() {
        return layers;
    }

    /**
     * All layers in one call, which extends the cache.
     *
     * @param x {@code [B, T, W]}
     * @param rotary {@link RotaryEmbedding#tables} of the positions
     * @param input mask and cache of the pass
     * @return {@code [B, 1, W]}, owned by the manager of {@code x}; empty, with nothing done, for
     *     several positions, with a mask, without a cache, while gradients are computed, and where
     *     no kernel reads a layer's weights as they are
     */
    public Optional<NDArray> decode(NDArray x, NDList rotary, AttentionInput input) {
        boolean one = x.getShape().get(1) == 1 && input.mask() == null;
        if (JniUtils.isGradMode()
                || !one
                || !(input.cache() instanceof PreallocatedKvCache cache)) {
            return Optional.empty();
        }
        long samples = x.getShape().get(0);
        List<StackedLayer> stacked = new ArrayList<>(layers.size());
        for (int index = 0; index < layers.size(); index++) {
            Optional<StackedLayer> layer = layers.get(index).stacked(index, samples);
            if (layer.isEmpty()) {
                return Optional.empty();
            }
            stacked.add(layer.get());
        }
        if (samples == 1) {
            layers.forEach(PreNormLayer::count);
        }
        NDArray start = cache.extendAll();
        return Optional.of(ops.layers().decodeStack(x, stacked, rotary, cache.all(), start));
    }
}
