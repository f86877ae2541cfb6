package dev.imago.plugins.clip;

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

/** Sizes of a {@link ClipEncoder}; names and defaults are those of published vision configs. */
@Doc("CLIP: a vision transformer with a class token")
public record ClipConfig(
        @Doc("width of the patch features") Integer hiddenSize,
        @Doc("inner width of the feed-forward blocks") Integer intermediateSize,
        @Doc("number of layers") Integer numHiddenLayers,
        @Doc("attention heads; divides hidden_size") Integer numAttentionHeads,
        @Doc("side in pixels of the pictures it was trained on") Integer imageSize,
        @Doc("side of a patch in pixels; leftover pixels at the right and bottom are dropped")
                Integer patchSize,
        @Doc("colour channels") Integer numChannels,
        @Doc("epsilon of the layer norms") Double layerNormEps,
        @Doc("activation: quick_gelu, gelu or gelu_pytorch_tanh") String hiddenAct,
        @Doc("layer whose output is taken: 0 the embeddings, -1 the last, -2 the one before")
                Integer selectLayer,
        @Doc(
                        "what comes out: patches, cls_patch (the class token before them) or pooled"
                                + " (the normed class token of the last layer)")
                String output,
        @Doc("side in pixels that pictures are brought to; learned positions are interpolated")
                Integer inputSize,
        @Doc("mean of red, green and blue, taken from pixels in 0..1") List<Double> imageMean,
        @Doc("standard deviation of red, green and blue") List<Double> imageStd,
        @Doc("how pictures are resized, as PIL: bicubic, bilinear, lanczos, box, hamming, nearest")
                String resample,
        @Flat AspectConfig aspect) {
    private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> STD = List.of(0.26862954, 0.26130258, 0.27577711);

    /** Defaults and checks. */
    public ClipConfig {
        hiddenSize = Check.positive(hiddenSize, 768, "hidden_size");
        intermediateSize = Check.positive(intermediateSize, 3072, "intermediate_size");
        numHiddenLayers = Check.positive(numHiddenLayers, 12, "num_hidden_layers");
        numAttentionHeads = Check.positive(numAttentionHeads, 12, "num_attention_heads");
        imageSize = Check.positive(imageSize, 224, "image_size");
        patchSize = Check.between(patchSize, Math.min(32, imageSize), 1, imageSize, "patch_size");
        numChannels = Check.positive(numChannels, 3, "num_channels");
        layerNormEps = Check.between(layerNormEps, 1e-5, 0, 1, "layer_norm_eps");
        hiddenAct = Gelu.check(hiddenAct, Gelu.QUICK, "hidden_act");
        selectLayer =
                Check.between(
                        selectLayer, -2, -numHiddenLayers - 1, numHiddenLayers, "select_layer");
        output =
                Check.oneOf(output, "patches", List.of("patches", "cls_patch", "pooled"), "output");
        inputSize = Check.between(inputSize, imageSize, patchSize, 1 << 14, "input_size");
        imageMean = List.copyOf(Check.orDefault(imageMean, MEAN));
        imageStd = List.copyOf(Check.orDefault(imageStd, STD));
        resample = Check.oneOf(resample, "bicubic", Preprocessing.RESAMPLES, "resample");
        aspect = Check.orDefault(aspect, AspectConfig.USUAL);
        aspect.of(usualAspect(inputSize), inputSize, imageMean);
        if (hiddenSize % numAttentionHeads != 0) {
            throw new InvalidValueException(
                    "num_attention_heads",
                    "is " + numAttentionHeads + ", expected a divisor of " + hiddenSize);
        }
    }

    /** As its published preprocessing has it. */
    private static Aspect usualAspect(int side) {
        return new Aspect.Crop(side);
    }

    /** Layers that must run: those up to the selected one; all for the pooled vector. */
    int layersRun() {
        if (isPooled()) {
            return numHiddenLayers;
        }
        return selectLayer < 0 ? numHiddenLayers + 1 + selectLayer : selectLayer;
    }

    /** Patches along one side of the pictures it was trained on. */
    int trainedGrid() {
        return imageSize / patchSize;
    }

    boolean isPooled() {
        return output.equals("pooled");
    }

    boolean keepsClassToken() {
        return output.equals("cls_patch");
    }

    FeatureShape shape() {
        int patches = (inputSize / patchSize) * (inputSize / patchSize);
        return new FeatureShape(isPooled() ? 1 : patches + (keepsClassToken() ? 1 : 0), hiddenSize);
    }

    Preprocessing preprocessing() {
        return new Preprocessing(
                inputSize,
                imageMean,
                imageStd,
                resample,
                aspect.of(usualAspect(inputSize), inputSize, imageMean));
    }
}
