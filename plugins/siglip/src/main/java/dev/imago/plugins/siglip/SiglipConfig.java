package dev.imago.plugins.siglip;

import dev.imago.api.model.Aspect;
import dev.imago.api.model.AspectConfig;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Gelu;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/** Sizes of a {@link SiglipEncoder}; names and defaults are those of published vision configs. */
@Doc("SigLIP and SigLIP 2: a vision transformer without class token")
public record SiglipConfig(
        @Doc("width of the patch features") Integer hiddenSize,
        @Doc("inner width of the feed-forward blocks") Integer intermediateSize,
        @Doc("number of layers") Integer numHiddenLayers,
        @Doc("attention heads; divides hidden_size") Integer numAttentionHeads,
        @Doc("side in pixels of the pictures it was trained on") Integer imageSize,
        @Doc("side of a patch in pixels; leftover pixels at the right and bottom are dropped")
                Integer patchSize,
        @Doc("colour channels") Integer numChannels,
        @Doc("epsilon of the layer norms") Double layerNormEps,
        @Doc("activation: gelu_pytorch_tanh, gelu or quick_gelu") String hiddenAct,
        @Doc("layer whose output is taken: 0 the embeddings, -1 the last, -2 the one before")
                Integer selectLayer,
        @Doc("whether the final layer norm is applied to the output") Boolean postNorm,
        @Doc("what comes out: patches, or pooled (one attention-pooled vector a picture)")
                String output,
        @Doc(
                        "how pixels become patches: patch (one linear map), linear (the same,"
                                + " stored as SigLIP 2 has it) or conv (3x3 convolutions)")
                String stem,
        @Doc("channels of each 3x3 convolution of a conv stem") List<Integer> stemChannels,
        @Doc("stride of each 3x3 convolution of a conv stem") List<Integer> stemStrides,
        @Doc("mean of red, green and blue, taken from pixels in 0..1") List<Double> imageMean,
        @Doc("standard deviation of red, green and blue") List<Double> imageStd,
        @Doc("how pictures are resized, as PIL: bicubic, bilinear, lanczos, box, hamming, nearest")
                String resample,
        @Doc(
                        "side in pixels that pictures are brought to where it is not image_size;"
                                + " learned positions are interpolated")
                Integer inputSize,
        @Doc("learned positions, a square number, as SigLIP 2 names its size") Integer numPatches,
        @Flat AspectConfig aspect) {
    private static final Aspect USUAL = new Aspect.Square();
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    /** Defaults and checks. */
    public SiglipConfig {
        hiddenSize = Check.positive(hiddenSize, 768, "hidden_size");
        intermediateSize = Check.positive(intermediateSize, 3072, "intermediate_size");
        numHiddenLayers = Check.positive(numHiddenLayers, 12, "num_hidden_layers");
        numAttentionHeads = Check.positive(numAttentionHeads, 12, "num_attention_heads");
        patchSize = Check.positive(patchSize, 16, "patch_size");
        numPatches = Check.between(numPatches, null, 1, 1 << 20, "num_patches");
        imageSize = Check.positive(imageSize, trainedSide(numPatches, patchSize), "image_size");
        patchSize = Check.between(patchSize, 16, 1, imageSize, "patch_size");
        inputSize = Check.between(inputSize, null, patchSize, 1 << 14, "input_size");
        numChannels = Check.positive(numChannels, 3, "num_channels");
        layerNormEps = Check.between(layerNormEps, 1e-6, 0, 1, "layer_norm_eps");
        hiddenAct = Gelu.check(hiddenAct, Gelu.TANH, "hidden_act");
        selectLayer =
                Check.between(
                        selectLayer, -1, -numHiddenLayers - 1, numHiddenLayers, "select_layer");
        postNorm = Check.orDefault(postNorm, false);
        output = Check.oneOf(output, "patches", List.of("patches", "pooled"), "output");
        stem = Check.oneOf(stem, "patch", List.of("patch", "linear", "conv"), "stem");
        stemChannels = List.copyOf(Check.orDefault(stemChannels, List.of(32, 64, 64, 128, 128)));
        stemStrides = List.copyOf(Check.orDefault(stemStrides, List.of(2, 2, 1, 2, 2)));
        imageMean = List.copyOf(Check.orDefault(imageMean, HALVES));
        imageStd = List.copyOf(Check.orDefault(imageStd, HALVES));
        resample = Check.oneOf(resample, "bicubic", Preprocessing.RESAMPLES, "resample");
        aspect = Check.orDefault(aspect, AspectConfig.USUAL);
        checkTogether(hiddenSize, numAttentionHeads, stemChannels, stemStrides);
        checkChannels(imageMean, numChannels, "image_mean");
        checkChannels(imageStd, numChannels, "image_std");
        aspect.of(USUAL, inputSize == null ? imageSize : inputSize, imageMean);
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

    private static int trainedSide(Integer patches, int patchSize) {
        if (patches == null) {
            return 224;
        }
        int side = (int) Math.round(Math.sqrt(patches));
        if (side * side != patches) {
            throw new InvalidValueException(
                    "num_patches", "is " + patches + ", expected a square number");
        }
        return side * patchSize;
    }

    /** Layers that must run: those up to the selected one. */
    int layersRun() {
        return selectLayer < 0 ? numHiddenLayers + 1 + selectLayer : selectLayer;
    }

    /** Side in pixels of what comes in. */
    int side() {
        return inputSize == null ? imageSize : inputSize;
    }

    /** Patches along one side of what comes in. */
    int grid() {
        return grid(side());
    }

    /** Patches along one side of the pictures it was trained on. */
    int trainedGrid() {
        return grid(imageSize);
    }

    private int grid(int pixels) {
        if (!hasConvStem()) {
            return pixels / patchSize;
        }
        int side = pixels;
        for (int stride : stemStrides) {
            side = (side - 1) / stride + 1;
        }
        return side;
    }

    boolean hasConvStem() {
        return stem.equals("conv");
    }

    boolean hasLinearStem() {
        return stem.equals("linear");
    }

    boolean isPooled() {
        return output.equals("pooled");
    }

    BlockShape block() {
        return new BlockShape(
                hiddenSize,
                intermediateSize,
                numAttentionHeads,
                layerNormEps,
                Gelu.named(hiddenAct),
                false);
    }

    FeatureShape shape() {
        return new FeatureShape(isPooled() ? 1 : grid() * grid(), hiddenSize);
    }

    Preprocessing preprocessing() {
        return new Preprocessing(
                side(), imageMean, imageStd, resample, aspect.of(USUAL, side(), imageMean));
    }
}
