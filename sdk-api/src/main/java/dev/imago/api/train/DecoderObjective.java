package dev.imago.api.train;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.ImageExamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to train decoders, with keys of its own in a {@code train-decoder} stage; for decoders that
 * can be trained in several ways. Its keys belong to the stage: changing them leaves the stages
 * before as they are.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface DecoderObjective {
    /**
     * What is trained: learning-rate factors by glob over names below the decoder's prefix.
     *
     * @param decoder of the stage
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS for a decoder it can't train
     */
    Map<String, Double> rates(Decoder decoder);

    /**
     * Globs, alike, of what begins anew: it takes fresh values by the recipe's seed before
     * training.
     */
    default List<String> reset() {
        return List.of();
    }

    /**
     * What frozen parts make of each picture, computed once and then read from disk; empty where
     * training takes the pixels themselves.
     *
     * @param decoder of the stage
     */
    default Optional<Prepared> prepared(Decoder decoder) {
        return Optional.empty();
    }

    /**
     * The loss over pictures and their visual tokens.
     *
     * @param decoder over one worker's view of the weights
     */
    Objective<ImageExamples> over(Decoder decoder);

    /** What frozen parts make of pictures. */
    interface Prepared {
        /** All that the result depends on besides the picture and the weights, as text. */
        String settings();

        /** Globs over names below the decoder's prefix of the weights it depends on. */
        List<String> weights();

        /**
         * @param pixels {@code [N, 3, S, S]} float32 in {@code [0, 1]}
         * @return {@code [N, ...]} float32, owned by the manager of {@code pixels}; not
         *     differentiable; called by several threads
         */
        NDArray prepare(NDArray pixels);
    }
}
