package dev.imago.plugins.dinov2;

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

/** Sizes of a {@link Dinov2Encoder}; names and defaults are those of published configs. */
@Doc("DINOv2, with or without registers: a vision transformer with a class token")
public record Dinov2Config(
        @Doc("width of the patch features") Integer hiddenSize,
        @Doc("inner width of the feed-forward blocks, as a multiple of hidden_size")
                Integer mlpRatio,
        @Doc("number of layers") Integer numHiddenLayers,
        @Doc("attention heads; divides hidden_size") Integer numAttentionHeads,
        @Doc("side in pixels of the pictures it was trained on") Integer imageSize,
        @Doc("side of a patch in pixels; leftover pixels at the right and bottom are dropped")
                Integer patchSize,
        @Doc("colour channels") Integer numChannels,
        @Doc("epsilon of the layer norms") Double layerNormEps,
        @Doc("activation: gelu, gelu_pytorch_tanh or quick_gelu") String hiddenAct,
        @Doc("whether queries, keys and values have a bias") Boolean qkvBias,
        @Doc("what new layer scales start with") Double layerscaleValue,
        @Doc("whether feed-forward blocks are gated, as in the giant model") Boolean useSwigluFfn,
        @Doc("register tokens behind the class token") Integer numRegisterTokens,
        @Doc("interpolate positions with antialias; by default where there are registers")
                Boolean positionAntialias,
        @Doc("layer whose output is taken: 0 the embeddings, -1 the last, -2 the one before")
                Integer selectLayer,
        @Doc("whether the final layer norm is applied to the output") Boolean postNorm,
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
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> STD = List.of(0.229, 0.224, 0.225);

    /** Defaults and checks. */
    public Dinov2Config {
        hiddenSize = Check.positive(hiddenSize, 768, "hidden_size");
        mlpRatio = Check.positive(mlpRatio, 4, "mlp_ratio");
        numHiddenLayers = Check.positive(numHiddenLayers, 12, "num_hidden_layers");
        numAttentionHeads = Check.positive(numAttentionHeads, 12, "num_attention_heads");
        imageSize = Check.positive(imageSize, 224, "image_size");
        patchSize = Check.between(patchSize, Math.min(14, imageSize), 1, imageSize, "patch_size");
        numChannels = Check.positive(numChannels, 3, "num_channels");
        layerNormEps = Check.between(layerNormEps, 1e-6, 0, 1, "layer_norm_eps");
        hiddenAct = Gelu.check(hiddenAct, Gelu.EXACT, "hidden_act");
        qkvBias = Check.orDefault(qkvBias, true);
        layerscaleValue = Check.between(layerscaleValue, 1.0, 0, 1e3, "layerscale_value");
        useSwigluFfn = Check.orDefault(useSwigluFfn, false);
        numRegisterTokens = Check.between(numRegisterTokens, 0, 0, 1024, "num_register_tokens");
        positionAntialias = Check.orDefault(positionAntialias, numRegisterTokens > 0);
        selectLayer =
                Check.between(
                        selectLayer, -1, -numHiddenLayers - 1, numHiddenLayers, "select_layer");
        postNorm = Check.orDefault(postNorm, true);
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

    /** As its published preprocessing has it: 256 pixels for a square of 224. */
    private static Aspect usualAspect(int side) {
        return new Aspect.Crop(side * 8 / 7);
    }

    /** Layers that must run: those up to the selected one; all for the pooled vector. */
    int layersRun() {
        if (isPooled()) {
            return numHiddenLayers;
        }
        return selectLayer < 0 ? numHiddenLayers + 1 + selectLayer : selectLayer;
    }

    /** Inner width of a feed-forward block: for gated ones two thirds, rounded up to eights. */
    int inner() {
        int plain = hiddenSize * mlpRatio;
        return useSwigluFfn ? (plain * 2 / 3 + 7) / 8 * 8 : plain;
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

    boolean isNormed() {
        return postNorm || isPooled();
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
