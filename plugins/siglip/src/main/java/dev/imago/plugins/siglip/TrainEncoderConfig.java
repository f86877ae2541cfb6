package dev.imago.plugins.siglip;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.train.Training;

/** Keys of {@link TrainEncoderStage}. */
@Doc("trains the encoder against texts with the sigmoid loss, by whole pictures and by regions")
public record TrainEncoderConfig(
        @Doc(value = "task whose captioned images are learned", tasks = Doc.Tasks.DATA) String task,
        @Doc("width of the text tower") Integer textWidth,
        @Doc("layers of the text tower") Integer textLayers,
        @Doc("attention heads of the text tower") Integer textHeads,
        @Doc("inner width of the text tower's feed-forward blocks") Integer textInner,
        @Doc("most tokens of a text; longer ones are cut") Integer textLength,
        @Doc("width of the space in which pictures and texts are compared") Integer commonWidth,
        @Doc("weight of the regions' loss") Double regionWeight,
        @Doc("weight of the whole pictures' loss") Double sceneWeight,
        @Doc("similarities are multiplied with this at first; learned") Double temperature,
        @Doc("is added to similarities at first; learned") Double bias,
        @Doc("training pictures are moved by up to so many pixels to each side") Integer shift,
        @Doc("evaluation pictures to measure at the end; 0 measures none") Integer evaluate,
        @Flat Training.Settings settings) {
    /** Defaults and checks. */
    public TrainEncoderConfig {
        task = Check.orDefault(task, "caption");
        textWidth = Check.positive(textWidth, 128, "text_width");
        textLayers = Check.positive(textLayers, 1, "text_layers");
        textHeads = Check.positive(textHeads, 4, "text_heads");
        textInner = Check.positive(textInner, 2 * textWidth, "text_inner");
        textLength = Check.positive(textLength, 32, "text_length");
        commonWidth = Check.positive(commonWidth, 128, "common_width");
        regionWeight = Check.between(regionWeight, 1.0, 0, 1e6, "region_weight");
        sceneWeight = Check.between(sceneWeight, 0.2, 0, 1e6, "scene_weight");
        temperature = Check.between(temperature, 10.0, 1e-3, 1e3, "temperature");
        bias = Check.between(bias, -8.0, -1e3, 1e3, "bias");
        shift = Check.between(shift, 0, 0, 1024, "shift");
        evaluate = Check.between(evaluate, 500, 0, Integer.MAX_VALUE, "evaluate");
        if (textWidth % textHeads != 0) {
            throw new InvalidValueException(
                    "text_heads", "is " + textHeads + ", expected a divisor of " + textWidth);
        }
    }
}
