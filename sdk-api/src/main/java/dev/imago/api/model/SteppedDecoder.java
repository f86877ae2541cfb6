package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.List;
import java.util.function.Supplier;

/**
 * A {@link Decoder} that renders step by step, each picture of a batch in its own way, from noise
 * or from {@link RenderOptions#start}.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface SteppedDecoder extends Decoder {
    /**
     * As {@link Decoder#render}, telling each step.
     *
     * @param tokens {@code [N, K, D]}
     * @param rows one for each picture
     * @param options what holds for all of them; seed and guidance are those of the rows
     * @param listener told each step, on the calling thread
     * @return {@code [N, 3, H, W]} float32 in {@code [0, 1]}, owned by the manager of {@code
     *     tokens}
     */
    NDArray render(NDArray tokens, List<Row> rows, RenderOptions options, Listener listener);

    /**
     * One picture of a batch.
     *
     * @param seed of what is drawn at random for it
     * @param guidance its scale; 0 leaves the choice to the decoder
     */
    record Row(long seed, double guidance) {}

    /** Hears how far rendering is. */
    @FunctionalInterface
    interface Listener {
        /** Hears nothing. */
        Listener NONE = (first, progress) -> {};

        /**
         * A step is done.
         *
         * @param first index of the first picture that it was about
         * @param progress how far these pictures are
         */
        void step(int first, Progress progress);
    }

    /**
     * How far some pictures are.
     *
     * @param step how many steps are done
     * @param steps in all
     * @param preview makes small pictures {@code [n, 3, h, w]} in {@code [0, 1]} of what the model
     *     sees coming; costs little, valid during the call, the caller closes what it makes
     */
    record Progress(int step, int steps, Supplier<NDArray> preview) {}
}
