package dev.imago.plugins.diffusion.scheduler;

/**
 * A rule by which noise becomes latents. Immutable: what a run remembers between its steps is in
 * the {@link Trajectory} that {@link #prepare} starts, so one scheduler serves any number of runs.
 */
public interface Scheduler {
    /** The name recipes and the command line use, e.g. {@code ddim}. */
    String name();

    /**
     * Starts a run.
     *
     * @param steps denoising steps, at least 1
     * @throws dev.imago.api.plugin.InvalidValueException with the key {@code steps} when there are
     *     fewer than 1 or more than the model was trained on
     */
    Trajectory prepare(int steps);
}
