package dev.imago.api.train;

import dev.imago.api.Api;

/** How the learning rate goes over a stage. */
@Api(status = Api.Status.STABLE, since = "0.1")
@FunctionalInterface
public interface Schedule {
    /**
     * The factor on the optimizer's learning rate.
     *
     * @param step 0-based
     * @param steps in all
     */
    double factor(long step, long steps);
}
