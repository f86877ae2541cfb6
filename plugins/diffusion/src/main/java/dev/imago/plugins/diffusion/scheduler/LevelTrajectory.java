package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;

/** A run over levels of the training table, whose samples keep their variance. */
abstract class LevelTrajectory implements Trajectory {
    private final NoiseSchedule schedule;
    private final double[] timesteps;
    private final int steps;

    /**
     * @param timesteps of each call
     * @param steps that were asked for
     */
    LevelTrajectory(NoiseSchedule schedule, double[] timesteps, int steps) {
        this.schedule = schedule;
        this.timesteps = timesteps;
        this.steps = steps;
    }

    /** The share of the clean sample's variance at a level. */
    final double kept(double timestep) {
        return schedule.alphaCumprod(timestep);
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
    public final double initNoiseSigma() {
        return 1;
    }

    @Override
    public final NDArray scaleModelInput(NDArray sample, int call) {
        return sample.duplicate();
    }

    @Override
    public final NDArray addNoise(NDArray clean, NDArray noise, int call) {
        double kept = kept(timesteps[call]);
        return Blend.of(clean, Math.sqrt(kept), noise, Math.sqrt(1 - kept));
    }

    @Override
    public final int firstCall(double strength) {
        return RunLength.firstCall(strength, steps, calls());
    }

    @Override
    public void close() {}
}
