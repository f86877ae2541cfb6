package dev.imago.plugins.siglip;

import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/** Sizes of a {@link SiglipEncoder}; names and defaults are those of published vision configs. */
@Doc("SigLIP and SigLIP 2: a vision transformer without class token")
public record SiglipConfig(
        @Doc("width of the patch features") Integer hiddenSize,
        @Doc("inner width of the feed-forward blocks") Integer intermediateSize,
        @Doc("number of layers") Integer numHiddenLayers,
        @Doc("attention heads; divides hidden_size") Integer numAttentionHeads,
        @Doc("side of the picture in pixels") Integer imageSize,
        @Doc("side of a patch in pixels; leftover pixels at the right and bottom are dropped")
                Integer patchSize,
        @Doc("colour channels") Integer numChannels,
        @Doc("epsilon of the layer norms") Double layerNormEps,
        @Doc("activation: gelu_pytorch_tanh or gelu") String hiddenAct,
        @Doc("layer whose output is taken: 0 the embeddings, -1 the last, -2 the one before")
                Integer selectLayer,
        @Doc("whether the final layer norm is applied to the output") Boolean postNorm,
        @Doc("what comes out: patches, or pooled (one attention-pooled vector a picture)")
                String output,
        @Doc("how pixels become patches: patch (one linear map) or conv (3x3 convolutions)")
                String stem,
        @Doc("channels of each 3x3 convolution of a conv stem") List<Integer> stemChannels,
        @Doc("stride of each 3x3 convolution of a conv stem") List<Integer> stemStrides,
        @Doc("mean of red, green and blue, taken from pixels in 0..1") List<Double> imageMean,
        @Doc("standard deviation of red, green and blue") List<Double> imageStd,
        @Doc("how pictures are resized: bicubic, bilinear or lanczos") String resample) {
    private static final String TANH = "gelu_pytorch_tanh";
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    /** Defaults and checks. */
    public SiglipConfig {
        hiddenSize = Check.positive(hiddenSize, 768, "hidden_size");
        intermediateSize = Check.positive(intermediateSize, 3072, "intermediate_size");
        numHiddenLayers = Check.positive(numHiddenLayers, 12, "num_hidden_layers");
        numAttentionHeads = Check.positive(numAttentionHeads, 12, "num_attention_heads");
        imageSize = Check.positive(imageSize, 224, "image_size");
        patchSize = Check.between(patchSize, 16, 1, imageSize, "patch_size");
        numChannels = Check.positive(numChannels, 3, "num_channels");
        layerNormEps = Check.between(layerNormEps, 1e-6, 0, 1, "layer_norm_eps");
        hiddenAct = Check.oneOf(hiddenAct, TANH, List.of(TANH, "gelu"), "hidden_act");
        selectLayer =
                Check.between(
                        selectLayer, -1, -numHiddenLayers - 1, numHiddenLayers, "select_layer");
        postNorm = Check.orDefault(postNorm, false);
        output = Check.oneOf(output, "patches", List.of("patches", "pooled"), "output");
        stem = Check.oneOf(stem, "patch", List.of("patch", "conv"), "stem");
        stemChannels = List.copyOf(Check.orDefault(stemChannels, List.of(32, 64, 64, 128, 128)));
        stemStrides = List.copyOf(Check.orDefault(stemStrides, List.of(2, 2, 1, 2, 2)));
        imageMean = List.copyOf(Check.orDefault(imageMean, HALVES));
        imageStd = List.copyOf(Check.orDefault(imageStd, HALVES));
        resample =
                Check.oneOf(
                        resample, "bicubic", List.of("bicubic", "bilinear", "lanczos"), "resample");
        checkTogether(hiddenSize, numAttentionHeads, stemChannels, stemStrides);
        checkChannels(imageMean, numChannels, "image_mean");
        checkChannels(imageStd, numChannels, "image_std");
    }

    private static void checkTogether(
            int width, int heads, List<Integer> channels, List<Integer> strides) {
        if (width % heads != 0) {
            throw new InvalidValueException(
                    "num_attention_heads", "is " + heads + ", expected a divisor of " + width);
        }
        if (channels.isEmpty() || channels.size() != strides.size()) {
            throw new InvalidValueException(
                    "stem_strides",
                    "has " + strides.size() + " values, expected as many as stem_channels");
        }
    }

    private static void checkChannels(List<Double> values, int channels, String key) {
        if (values.size() != channels) {
            throw new InvalidValueException(
                    key, "has " + values.size() + " values, expected " + channels);
        }
    }

    /** Layers that must run: those up to the selected one. */
    int layersRun() {
        return selectLayer < 0 ? numHiddenLayers + 1 + selectLayer : selectLayer;
    }

    /** Patches along one side. */
    int grid() {
        if (!hasConvStem()) {
            return imageSize / patchSize;
        }
        int side = imageSize;
        for (int stride : stemStrides) {
            side = (side - 1) / stride + 1;
        }
        return side;
    }

    boolean hasConvStem() {
        return stem.equals("conv");
    }

    boolean isPooled() {
        return output.equals("pooled");
    }

    private boolean isTanh() {
        return hiddenAct.equals(TANH);
    }

    BlockShape block() {
        return new BlockShape(
                hiddenSize, intermediateSize, numAttentionHeads, layerNormEps, isTanh(), false);
    }

    FeatureShape shape() {
        return new FeatureShape(isPooled() ? 1 : grid() * grid(), hiddenSize);
    }

    Preprocessing preprocessing() {
        return new Preprocessing(imageSize, imageMean, imageStd, resample);
    }
}
