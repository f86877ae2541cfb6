package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * How much noise each level of training has. Computed in float32 where diffusers does, so that
 * tables agree in all but the last bit. Legend: B batch.
 */
public final class NoiseSchedule {
    /** The ways in which noise may grow. */
    static final List<String> SCHEDULES =
            List.of("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid");

    /** What the last level keeps where it should keep nothing, so that its sigma is finite. */
    private static final float NEARLY_NOTHING = 0x1p-24f;

    private static final double MOST_BETA = 0.999;

    private final float[] betas;
    private final float[] alphasCumprod;

    private NoiseSchedule(float[] betas, float[] alphasCumprod) {
        this.betas = betas;
        this.alphasCumprod = alphasCumprod;
    }

    /** The table of a config. */
    public static NoiseSchedule of(SchedulerConfig config) {
        float[] betas = betas(config);
        if (config.rescaleBetasZeroSnr()) {
            betas = rescaled(betas);
        }
        return new NoiseSchedule(betas, products(betas));
    }

    /** The same with a last level that keeps a little, for schedulers that divide by it. */
    NoiseSchedule withFiniteEnd(SchedulerConfig config) {
        if (!config.rescaleBetasZeroSnr()) {
            return this;
        }
        float[] products = alphasCumprod.clone();
        products[products.length - 1] = NEARLY_NOTHING;
        return new NoiseSchedule(betas, products);
    }

    /** How many levels there are. */
    public int levels() {
        return betas.length;
    }

    /** The noise that each level adds. */
    public float[] betas() {
        return betas.clone();
    }

    /** The share of the clean picture's variance that each level keeps. */
    public float[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /** That share of one level; what lies past the table has its last. */
    double alphaCumprod(double timestep) {
        return alphasCumprod[(int) Math.min(levels() - 1, timestep)];
    }

    /** The signal-to-noise ratio of a level, {@code a / (1 - a)}. */
    public double snr(long timestep) {
        double kept = alphasCumprod[Math.toIntExact(timestep)];
        return kept / (1 - kept);
    }

    /**
     * Noises samples, each to a level of its own.
     *
     * @param clean {@code [B, ...]} float32
     * @param noise the same shape
     * @param timesteps {@code [B]}
     * @return owned by the manager of {@code clean}
     * @throws IndexOutOfBoundsException for a level that is not in the table
     */
    public NDArray addNoise(NDArray clean, NDArray noise, long[] timesteps) {
        return mixed(clean, signals(timesteps), noise, noises(timesteps, 1));
    }

    /**
     * The velocity that a v-prediction model is to answer, as {@link #addNoise}.
     *
     * @return {@code signal · noise - noise · clean}
     */
    public NDArray velocity(NDArray clean, NDArray noise, long[] timesteps) {
        return mixed(clean, noises(timesteps, -1), noise, signals(timesteps));
    }

    private float[] signals(long[] timesteps) {
        float[] signals = new float[timesteps.length];
        for (int i = 0; i < signals.length; i++) {
            signals[i] = (float) Math.sqrt(alphasCumprod[Math.toIntExact(timesteps[i])]);
        }
        return signals;
    }

    private float[] noises(long[] timesteps, int sign) {
        float[] noises = new float[timesteps.length];
        for (int i = 0; i < noises.length; i++) {
            float kept = alphasCumprod[Math.toIntExact(timesteps[i])];
            noises[i] = sign * (float) Math.sqrt(1 - kept);
        }
        return noises;
    }

    private static NDArray mixed(NDArray x, float[] a, NDArray y, float[] b) {
        long[] dims = x.getShape().getShape().clone();
        java.util.Arrays.fill(dims, 1, dims.length, 1);
        try (NDArray left =
                        x.getManager().create(a, new Shape(dims)).toDevice(x.getDevice(), false);
                NDArray right =
                        x.getManager().create(b, new Shape(dims)).toDevice(x.getDevice(), false);
                NDArray scaled = y.mul(right)) {
            NDArray sum = x.mul(left);
            sum.addi(scaled);
            return sum;
        }
    }

    private static float[] betas(SchedulerConfig config) {
        int levels = config.numTrainTimesteps();
        float[] betas = new float[levels];
        double start = config.betaStart();
        double end = config.betaEnd();
        if (config.trainedBetas() != null) {
            for (int i = 0; i < levels; i++) {
                betas[i] = config.trainedBetas().get(i).floatValue();
            }
            return betas;
        }
        switch (config.betaSchedule()) {
            case "linear" -> betas = evenly(start, end, levels);
            case "scaled_linear" -> {
                betas = evenly(Math.sqrt(start), Math.sqrt(end), levels);
                for (int i = 0; i < levels; i++) {
                    betas[i] *= betas[i];
                }
            }
            case "squaredcos_cap_v2" -> {
                for (int i = 0; i < levels; i++) {
                    double ratio = kept((i + 1.0) / levels) / kept((double) i / levels);
                    betas[i] = (float) Math.min(1 - ratio, MOST_BETA);
                }
            }
            case "sigmoid" -> {
                float[] at = evenly(-6, 6, levels);
                for (int i = 0; i < levels; i++) {
                    betas[i] = (float) (1 / (1 + Math.exp(-at[i])) * (end - start) + start);
                }
            }
            default ->
                    throw new InvalidValueException(
                            "beta_schedule", "is '" + config.betaSchedule() + "'");
        }
        return betas;
    }

    /** From both ends towards the middle, as torch spaces numbers. */
    private static float[] evenly(double start, double end, int count) {
        float from = (float) start;
        float to = (float) end;
        float gap = count == 1 ? 0 : (to - from) / (count - 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i < count / 2 || count == 1 ? from + gap * i : to - gap * (count - 1 - i);
        }
        return values;
    }

    /** The cosine schedule of Nichol and Dhariwal (2021). */
    private static double kept(double share) {
        double cosine = Math.cos((share + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    private static float[] products(float[] betas) {
        float[] products = new float[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            products[i] = (float) product;
        }
        return products;
    }

    /** Zero signal at the last level (Lin et al. 2024, algorithm 1). */
    private static float[] rescaled(float[] betas) {
        float[] roots = products(betas);
        int last = roots.length - 1;
        for (int i = 0; i <= last; i++) {
            roots[i] = (float) Math.sqrt(roots[i]);
        }
        float first = roots[0];
        float lowest = roots[last];
        float stretch = first / (first - lowest);
        float[] rescaled = new float[betas.length];
        float before = 1;
        for (int i = 0; i <= last; i++) {
            float root = (roots[i] - lowest) * stretch;
            float kept = root * root;
            rescaled[i] = 1 - kept / before;
            before = kept;
        }
        return rescaled;
    }
}
