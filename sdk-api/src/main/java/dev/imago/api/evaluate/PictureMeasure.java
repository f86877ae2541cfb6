package dev.imago.api.evaluate;

import dev.imago.api.Api;
import dev.imago.api.train.StageContext;
import java.util.List;

/**
 * Says how good pictures are. Told some pairs at a time, so that no one needs to hold all pictures:
 * a measure keeps at most a few numbers of each.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface PictureMeasure {
    /**
     * Begins to measure one set of pictures.
     *
     * @param context of the evaluate stage; valid while it runs
     * @param bootstrap for confidence intervals
     */
    Tally begin(StageContext context, Bootstrap bootstrap);

    /** What was measured so far of one set. Used by one thread. */
    interface Tally {
        /** Adds some pairs; holds on to none of the pictures. */
        void add(PicturePairs pairs);

        /** The figures of all that was added. */
        List<Measured> result();
    }
}
