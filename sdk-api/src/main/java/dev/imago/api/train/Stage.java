package dev.imago.api.train;

import dev.imago.api.Api;

/**
 * One step of a recipe: train, evaluate, render, export. Run on one thread, in the recipe's order;
 * a stage that finished is not run again while its part of the recipe is unchanged.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Stage {
    /** Runs the stage to its end. */
    void run(StageContext context);
}
