package dev.imago.plugins.diffusion.scheduler;

/** What runs over sigmas have in common. */
abstract class SigmaTrajectory implements Trajectory {
    private final double[] timesteps;
    private final double[] sigmas;
    private final int steps;

    /**
     * @param timesteps of each call
     * @param sigmas of each call, and the one the run ends at
     * @param steps that were asked for
     */
    SigmaTrajectory(double[] timesteps, double[] sigmas, int steps) {
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.steps = steps;
    }

    /** The ratio of noise to signal before a call. */
    final double sigma(int call) {
        return sigmas[call];
    }

    /** All of them, with the one the run ends at. */
    final double[] sigmas() {
        return sigmas.clone();
    }

    @Override
    public final int calls() {
        return timesteps.length;
    }

    @Override
    public final double timestep(int call) {
        return timesteps[call];
    }

    @Override
    public final int firstCall(double strength) {
        return RunLength.firstCall(strength, steps, calls());
    }
}
