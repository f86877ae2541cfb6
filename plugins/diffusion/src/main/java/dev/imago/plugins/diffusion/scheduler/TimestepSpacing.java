package dev.imago.plugins.diffusion.scheduler;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which of the noise levels of training a run of few steps visits (Lin et al. 2024, table 2), from
 * most noise to least.
 */
public enum TimestepSpacing {
    /** Every so many levels, counted from the clean end. */
    LEADING,
    /** Every so many levels, counted from the noisy end. */
    TRAILING,
    /** Evenly from the clean end to the noisy end, both included. */
    LINSPACE;

    /** As config files spell them. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

    static TimestepSpacing of(String name) {
        return values()[NAMES.indexOf(name)];
    }

    /** Whole levels, as DDPM, DDIM and PNDM visit them. */
    double[] whole(int levels, int steps, int offset) {
        double[] timesteps = fractional(levels, steps, offset);
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = Math.rint(timesteps[i]);
        }
        return timesteps;
    }

    /** Levels that may lie between two, as Euler visits them. */
    double[] fractional(int levels, int steps, int offset) {
        return switch (this) {
            case LEADING -> leading(levels / steps, steps, offset);
            case TRAILING -> trailing(levels, levels, steps);
            case LINSPACE -> linspace(levels - 1, steps);
        };
    }

    /**
     * Whole levels of a run that ends in one more point, which is left out, as DPM-Solver++ visits
     * them.
     *
     * @param last how many levels count, from the clean end
     */
    double[] open(int levels, int last, int steps, int offset) {
        double[] timesteps =
                switch (this) {
                    case LEADING -> withoutLast(leading(last / (steps + 1), steps + 1, offset));
                    case TRAILING -> trailing(last, levels, steps);
                    case LINSPACE -> withoutLast(linspace(last - 1, steps + 1));
                };
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = Math.rint(timesteps[i]);
        }
        return timesteps;
    }

    private static double[] leading(int ratio, int steps, int offset) {
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (double) (steps - 1 - i) * ratio + offset;
        }
        return timesteps;
    }

    private static double[] trailing(int last, int levels, int steps) {
        double ratio = (double) levels / steps;
        int count = Math.min(steps, (int) Math.ceil(last / ratio));
        double[] timesteps = new double[count];
        for (int i = 0; i < count; i++) {
            timesteps[i] = Math.rint(last - i * ratio) - 1;
        }
        return timesteps;
    }

    private static double[] linspace(int last, int steps) {
        double[] timesteps = new double[steps];
        double gap = steps == 1 ? 0 : (double) last / (steps - 1);
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (steps - 1 - i) * gap;
        }
        if (steps > 1) {
            timesteps[0] = last;
        }
        return timesteps;
    }

    private static double[] withoutLast(double[] timesteps) {
        return Arrays.copyOf(timesteps, timesteps.length - 1);
    }
}
