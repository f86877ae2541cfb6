package dev.imago.plugins.diffusion.scheduler;

import dev.imago.api.plugin.Check;
import java.util.List;

/**
 * Noise levels told by sigma, the ratio of noise to signal, as Euler and DPM-Solver++ count them
 * (Karras et al. 2022).
 */
final class SigmaTable {
    /** Where a run may end: without noise, or at the smallest level of training. */
    static final List<String> FINALS = List.of("zero", "sigma_min");

    /** The exponent by which Karras et al. spread levels. */
    private static final double RHO = 7;

    private final float[] sigmas;
    private final float[] logs;
    private final SchedulerConfig config;

    SigmaTable(NoiseSchedule schedule, SchedulerConfig config) {
        this.config = config;
        float[] kept = schedule.alphasCumprod();
        sigmas = new float[kept.length];
        logs = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            sigmas[i] = (float) Math.sqrt((1 - kept[i]) / kept[i]);
            logs[i] = (float) Math.log(sigmas[i]);
        }
    }

    /** The sigma at a level, which may lie between two. */
    double at(double timestep) {
        int last = sigmas.length - 1;
        int low = (int) Math.min(last, Math.max(0, Math.floor(timestep)));
        if (low == last || timestep <= 0) {
            return sigmas[low];
        }
        return (double) sigmas[low] + (timestep - low) * ((double) sigmas[low + 1] - sigmas[low]);
    }

    /** The sigmas at some levels. */
    double[] at(double[] timesteps) {
        double[] found = new double[timesteps.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = at(timesteps[i]);
        }
        return found;
    }

    /** Sigmas spread between two by Karras' rule. */
    double[] karras(double largest, double smallest, int steps) {
        double from = Math.pow(Check.orDefault(config.sigmaMax(), largest), 1 / RHO);
        double to = Math.pow(Check.orDefault(config.sigmaMin(), smallest), 1 / RHO);
        double[] spread = new double[steps];
        for (int i = 0; i < steps; i++) {
            double share = steps == 1 ? 0 : (double) i / (steps - 1);
            spread[i] = Math.pow(from + share * (to - from), RHO);
        }
        return spread;
    }

    /** The largest sigma of training. */
    double largest() {
        return sigmas[sigmas.length - 1];
    }

    /** The smallest sigma of training. */
    double smallest() {
        return sigmas[0];
    }

    /** The level of a sigma, interpolated in its logarithm. */
    double timestep(double sigma) {
        double log = Math.log(Math.max(sigma, 1e-10));
        int below = 0;
        while (below < logs.length && logs[below] <= log) {
            below++;
        }
        int low = Math.min(Math.max(0, below - 1), logs.length - 2);
        double share = (logs[low] - log) / (logs[low] - logs[low + 1]);
        share = Math.min(1, Math.max(0, share));
        return (1 - share) * low + share * (low + 1);
    }

    /** The levels of some sigmas. */
    double[] timesteps(double[] spread) {
        double[] levels = new double[spread.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = timestep(spread[i]);
        }
        return levels;
    }

    /** Sigmas in float32, with the one that the config has runs end at. */
    double[] ended(double[] visited) {
        return endedAt(config.finalSigmasType().equals("zero") ? 0 : sigmas[0], visited);
    }

    /** Sigmas in float32, with the one that a run ends at. */
    static double[] endedAt(double last, double[] visited) {
        double[] ended = new double[visited.length + 1];
        for (int i = 0; i < visited.length; i++) {
            ended[i] = (float) visited[i];
        }
        ended[visited.length] = last;
        return ended;
    }

    /** How many levels, from the clean end, have at least a log ratio of signal to noise. */
    int levelsAbove(double lambda) {
        int below = 0;
        for (int i = logs.length - 1; i >= 0 && -logs[i] < lambda; i--) {
            below++;
        }
        return logs.length - below;
    }
}
