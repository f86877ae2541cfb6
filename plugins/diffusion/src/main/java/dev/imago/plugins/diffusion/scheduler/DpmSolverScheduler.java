package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** DPM-Solver++ 2M, a second-order multistep rule over clean samples (Lu et al. 2022). */
final class DpmSolverScheduler implements Scheduler {
    /** Runs of fewer calls end with a step of first order, where the config lets them. */
    private static final int FEW = 15;

    private final SchedulerConfig config;
    private final SigmaTable table;
    private final boolean karras;

    DpmSolverScheduler(SchedulerConfig config, boolean karras) {
        this.config = config;
        this.table = new SigmaTable(NoiseSchedule.of(config).withFiniteEnd(config), config);
        this.karras = karras;
    }

    @Override
    public String name() {
        return karras ? "dpm2m-karras" : "dpm2m";
    }

    @Override
    public Trajectory prepare(int steps) {
        int levels = config.numTrainTimesteps();
        RunLength.checked(steps, levels);
        if (karras) {
            double[] sigmas = table.karras(table.largest(), table.smallest(), steps);
            double[] timesteps = table.timesteps(sigmas);
            for (int i = 0; i < timesteps.length; i++) {
                timesteps[i] = Math.rint(timesteps[i]);
            }
            return new Run(timesteps, table.ended(sigmas), steps);
        }
        int last = table.levelsAbove(config.lowestLambda());
        TimestepSpacing spacing = config.spacing(TimestepSpacing.LINSPACE);
        double[] timesteps = spacing.open(levels, last, steps, config.stepsOffset());
        return new Run(timesteps, table.ended(table.at(timesteps)), steps);
    }

    private final class Run extends SigmaTrajectory {
        private NDManager kept;
        private NDArray before;

        Run(double[] timesteps, double[] sigmas, int steps) {
            super(timesteps, sigmas, steps);
        }

        @Override
        public double initNoiseSigma() {
            return 1;
        }

        @Override
        public boolean drawsNoise() {
            return false;
        }

        @Override
        public NDArray scaleModelInput(NDArray sample, int call) {
            return sample.duplicate();
        }

        @Override
        public Step step(NDArray modelOutput, int call, NDArray sample, NDArray noise) {
            double here = signal(call);
            double there = signal(call + 1);
            NDArray clean =
                    config.prediction().clean(modelOutput, sample, here, here * sigma(call));
            double shrink = sigma(call + 1) * there / (sigma(call) * here);
            double gap = logRatio(call + 1) - logRatio(call);
            double gain = there * (1 - Math.exp(-gap));
            NDArray previous = Blend.of(sample, shrink, clean, gain);
            if (before != null && config.solverOrder() == 2 && !firstOrder(call)) {
                double slope = gap / (logRatio(call) - logRatio(call - 1));
                double second =
                        config.solverType().equals("midpoint")
                                ? 0.5 * gain
                                : there * ((Math.exp(-gap) - 1) / gap + 1);
                Blend.add(previous, clean, second * slope);
                Blend.add(previous, before, -second * slope);
            }
            keep(clean);
            return new Step(previous, clean);
        }

        private boolean firstOrder(int call) {
            return call == calls() - 1
                    && (config.eulerAtFinal()
                            || config.lowerOrderFinal() && calls() < FEW
                            || config.finalSigmasType().equals("zero"));
        }

        private double signal(int call) {
            return 1 / Math.sqrt(sigma(call) * sigma(call) + 1);
        }

        /** The logarithm of the ratio of signal to noise. */
        private double logRatio(int call) {
            return -Math.log(sigma(call));
        }

        private void keep(NDArray clean) {
            if (kept == null) {
                kept = NDManager.newBaseManager(clean.getDevice(), "PyTorch");
            } else {
                before.close();
            }
            before = clean.duplicate();
            before.attach(kept);
        }

        @Override
        public NDArray addNoise(NDArray clean, NDArray noise, int call) {
            return Blend.of(clean, signal(call), noise, signal(call) * sigma(call));
        }

        @Override
        public void close() {
            if (kept != null) {
                kept.close();
                kept = null;
            }
        }
    }
}
