package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Euler steps over sigmas (Karras et al. 2022, algorithm 2 without churn); ancestral ones go down
 * farther and draw noise to come back up.
 */
final class EulerScheduler implements Scheduler {
    private final SchedulerConfig config;
    private final SigmaTable table;
    private final Prediction prediction;
    private final boolean karras;
    private final boolean ancestral;

    EulerScheduler(SchedulerConfig config, boolean karras, boolean ancestral) {
        this.config = config;
        this.table = new SigmaTable(NoiseSchedule.of(config).withFiniteEnd(config), config);
        this.karras = karras;
        this.ancestral = ancestral;
        this.prediction =
                ancestral
                        ? config.prediction().withoutSample("euler-ancestral")
                        : config.prediction();
    }

    @Override
    public String name() {
        return ancestral ? "euler-ancestral" : karras ? "euler-karras" : "euler";
    }

    @Override
    public Trajectory prepare(int steps) {
        int levels = config.numTrainTimesteps();
        RunLength.checked(steps, levels);
        TimestepSpacing spacing = config.spacing(TimestepSpacing.LINSPACE);
        double[] timesteps = spacing.fractional(levels, steps, config.stepsOffset());
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = (float) timesteps[i];
        }
        double[] sigmas = table.at(timesteps);
        if (karras) {
            sigmas = table.karras(sigmas[0], sigmas[sigmas.length - 1], steps);
            timesteps = table.timesteps(sigmas);
        }
        double[] ended = ancestral ? SigmaTable.endedAt(0, sigmas) : table.ended(sigmas);
        return new Run(timesteps, ended, steps, spacing == TimestepSpacing.LEADING);
    }

    private final class Run extends SigmaTrajectory {
        private final boolean leading;

        Run(double[] timesteps, double[] sigmas, int steps, boolean leading) {
            super(timesteps, sigmas, steps);
            this.leading = leading;
        }

        @Override
        public double initNoiseSigma() {
            double largest = Arrays.stream(sigmas()).max().orElseThrow();
            return leading ? Math.sqrt(largest * largest + 1) : largest;
        }

        @Override
        public boolean drawsNoise() {
            return ancestral;
        }

        @Override
        public NDArray scaleModelInput(NDArray sample, int call) {
            return Blend.scaled(sample, signal(sigma(call)));
        }

        @Override
        public Step step(NDArray modelOutput, int call, NDArray sample, NDArray noise) {
            double from = sigma(call);
            double to = sigma(call + 1);
            double up =
                    ancestral ? Math.sqrt(to * to * (from * from - to * to) / (from * from)) : 0;
            double down = ancestral ? Math.sqrt(to * to - up * up) : to;
            NDArray clean = clean(modelOutput, sample, from);
            NDArray previous = Blend.of(sample, down / from, clean, 1 - down / from);
            if (ancestral) {
                Blend.add(previous, noise, up);
            }
            return new Step(previous, clean);
        }

        /** Samples here are {@code clean + sigma · noise}: their variance grows with the noise. */
        private NDArray clean(NDArray output, NDArray sample, double sigma) {
            return switch (prediction) {
                case EPSILON -> Blend.of(sample, 1, output, -sigma);
                case V_PREDICTION -> {
                    double signal = signal(sigma);
                    yield Blend.of(sample, signal * signal, output, -sigma * signal);
                }
                case SAMPLE -> Blend.of(sample, 0, output, 1);
            };
        }

        private static double signal(double sigma) {
            return 1 / Math.sqrt(sigma * sigma + 1);
        }

        @Override
        public NDArray addNoise(NDArray clean, NDArray noise, int call) {
            return Blend.of(clean, 1, noise, sigma(call));
        }

        @Override
        public void close() {}
    }
}
