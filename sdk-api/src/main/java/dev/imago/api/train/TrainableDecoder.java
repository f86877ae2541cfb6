package dev.imago.api.train;

import dev.imago.api.Api;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.ImageExamples;

/** A {@link Decoder} that a {@code train-decoder} stage can train. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface TrainableDecoder extends Decoder {
    /** The loss over pictures and their visual tokens. */
    Objective<ImageExamples> objective();
}
