package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import dev.imago.api.plugin.Check;

/** Denoising diffusion implicit models (Song et al. 2021, equations 12 and 16). */
final class DdimScheduler implements Scheduler {
    private final SchedulerConfig config;
    private final NoiseSchedule schedule;
    private final double eta;

    /**
     * @param eta how much noise is drawn: 0 none, 1 as much as DDPM
     */
    DdimScheduler(SchedulerConfig config, double eta) {
        this.config = config;
        this.schedule = NoiseSchedule.of(config);
        this.eta = Check.between(eta, 0.0, 0, 1, "eta");
    }

    @Override
    public String name() {
        return "ddim";
    }

    @Override
    public Trajectory prepare(int steps) {
        int levels = schedule.levels();
        RunLength.checked(steps, levels);
        TimestepSpacing spacing = config.spacing(TimestepSpacing.LEADING);
        return new Run(spacing.whole(levels, steps, config.stepsOffset()), steps, levels / steps);
    }

    private final class Run extends LevelTrajectory {
        private final int gap;

        /**
         * @param gap levels that a step goes down, whatever the next call's level is
         */
        Run(double[] timesteps, int steps, int gap) {
            super(schedule, timesteps, steps);
            this.gap = gap;
        }

        @Override
        public boolean drawsNoise() {
            return eta > 0;
        }

        @Override
        public Step step(NDArray modelOutput, int call, NDArray sample, NDArray noise) {
            double kept = kept(timestep(call));
            double next = keptBelow(timestep(call) - gap);
            double signal = Math.sqrt(kept);
            double share = Math.sqrt(1 - kept);
            Prediction prediction = config.prediction();
            NDArray clean = prediction.clean(modelOutput, sample, signal, share);
            clean = Blend.clipped(clean, config.clip());
            double variance = (1 - next) / (1 - kept) * (1 - kept / next);
            double deviation = eta * Math.sqrt(variance);
            double direction = Math.sqrt(Math.max(0, 1 - next - deviation * deviation));
            try (NDArray predicted = prediction.noise(modelOutput, sample, signal, share)) {
                NDArray previous = Blend.of(clean, Math.sqrt(next), predicted, direction);
                if (eta > 0) {
                    Blend.add(previous, noise, deviation);
                }
                return new Step(previous, clean);
            }
        }

        private double keptBelow(double timestep) {
            return timestep >= 0 ? kept(timestep) : config.alphaToOne(true) ? 1 : kept(0);
        }
    }
}
