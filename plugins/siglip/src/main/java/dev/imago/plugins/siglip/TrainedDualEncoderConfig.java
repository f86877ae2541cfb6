package dev.imago.plugins.siglip;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.train.Training;

/**
 * Keys of {@link TrainedDualEncoder}. The sizes are those of the stage, with the same defaults.
 *
 * @param stage that trained it
 * @param textWidth width of the text tower
 * @param textLayers layers of the text tower
 * @param textHeads attention heads of the text tower
 * @param textInner inner width of the text tower's feed-forward blocks
 * @param textLength most tokens of a text
 * @param commonWidth width of the space in which pictures and texts are compared
 */
@Doc("the encoder and the text tower that a train-encoder stage left; give its sizes as there")
public record TrainedDualEncoderConfig(
        @Doc(value = "the train-encoder stage", required = true) String stage,
        @Doc("width of the text tower") Integer textWidth,
        @Doc("layers of the text tower") Integer textLayers,
        @Doc("attention heads of the text tower") Integer textHeads,
        @Doc("inner width of the text tower's feed-forward blocks") Integer textInner,
        @Doc("most tokens of a text; longer ones are cut") Integer textLength,
        @Doc("width of the space in which pictures and texts are compared") Integer commonWidth) {
    /** Checks the sizes as the stage does. */
    public TrainedDualEncoderConfig {
        Check.required(stage, "stage");
    }

    /** The part of the stage's keys that its model is made of. */
    TrainEncoderConfig sizes() {
        Training.Settings none =
                new Training.Settings(0, null, null, null, null, null, null, null, null, null);
        return new TrainEncoderConfig(
                null,
                textWidth,
                textLayers,
                textHeads,
                textInner,
                textLength,
                commonWidth,
                null,
                null,
                null,
                null,
                null,
                null,
                none);
    }
}
