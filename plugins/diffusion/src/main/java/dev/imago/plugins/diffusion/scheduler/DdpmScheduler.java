package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Ancestral sampling of a denoising diffusion probabilistic model (Ho et al. 2020). */
final class DdpmScheduler implements Scheduler {
    /** How much noise a step draws. */
    static final List<String> VARIANCES = List.of("fixed_small", "fixed_small_log", "fixed_large");

    private static final double LEAST_VARIANCE = 1e-20;

    private final SchedulerConfig config;
    private final NoiseSchedule schedule;

    DdpmScheduler(SchedulerConfig config) {
        this.config = config;
        this.schedule = NoiseSchedule.of(config);
    }

    @Override
    public String name() {
        return "ddpm";
    }

    @Override
    public Trajectory prepare(int steps) {
        int levels = schedule.levels();
        RunLength.checked(steps, levels);
        TimestepSpacing spacing = config.spacing(TimestepSpacing.LEADING);
        return new Run(spacing.whole(levels, steps, config.stepsOffset()), steps);
    }

    private final class Run extends LevelTrajectory {
        Run(double[] timesteps, int steps) {
            super(schedule, timesteps, steps);
        }

        @Override
        public boolean drawsNoise() {
            return true;
        }

        @Override
        public Step step(NDArray modelOutput, int call, NDArray sample, NDArray noise) {
            double kept = kept(timestep(call));
            double next = call + 1 < calls() ? kept(timestep(call + 1)) : 1;
            double beta = 1 - kept / next;
            NDArray clean =
                    config.prediction()
                            .clean(modelOutput, sample, Math.sqrt(kept), Math.sqrt(1 - kept));
            clean = Blend.clipped(clean, config.clip());
            double ofClean = Math.sqrt(next) * beta / (1 - kept);
            double ofSample = Math.sqrt(kept / next) * (1 - next) / (1 - kept);
            NDArray previous = Blend.of(sample, ofSample, clean, ofClean);
            if (timestep(call) > 0) {
                double variance = Math.max((1 - next) / (1 - kept) * beta, LEAST_VARIANCE);
                boolean large = config.varianceType().equals("fixed_large");
                Blend.add(previous, noise, Math.sqrt(large ? beta : variance));
            }
            return new Step(previous, clean);
        }
    }
}
