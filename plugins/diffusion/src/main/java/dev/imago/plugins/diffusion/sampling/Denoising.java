package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.scheduler.Trajectory;
import java.util.function.IntFunction;

/**
 * The loop from noise to latents. Legend: B pictures, C, h and w of the latents, T, D of contexts.
 */
public final class Denoising {
    private final Denoiser denoiser;
    private final Ops ops;

    /** Latents stay in float32. */
    public Denoising(Denoiser denoiser, Ops ops) {
        this.denoiser = denoiser;
        this.ops = ops;
    }

    /**
     * What is denoised.
     *
     * @param condition in the UNet's dtype
     * @param none the same shapes, the condition of no picture
     * @param guidance one scale a row
     * @param trajectory the sampler's run; stays the caller's to close
     * @param first the call to begin at
     * @param noise the draw {@code [B, C, h, w]} of a call; asked where the sampler wants one
     */
    public record Run(
            Condition condition,
            Condition none,
            Guidance guidance,
            Trajectory trajectory,
            int first,
            IntFunction<NDArray> noise) {}

    /** Is told after each call. */
    @FunctionalInterface
    public interface Observer {
        /**
         * @param call 0-based, as the trajectory counts
         * @param sample {@code [B, C, h, w]} after it; closed with the next
         * @param seen the clean latents as this call sees them
         */
        void called(int call, NDArray sample, NDArray seen);
    }

    /**
     * Denoises.
     *
     * @param start {@code [B, C, h, w]} float32 at the noise of the first call
     * @return the same shape, owned by the manager of {@code start}
     */
    public NDArray run(NDArray start, Run run, Observer observer) {
        NDManager owner = start.getManager();
        NDArray sample = start.duplicate();
        try (Both both = new Both(run)) {
            for (int call = run.first(); call < run.trajectory().calls(); call++) {
                try (NDManager scope = owner.newSubManager()) {
                    NDArray before = sample;
                    before.attach(scope);
                    sample = step(before, call, run, both, observer);
                    sample.attach(owner);
                }
            }
        }
        return sample;
    }

    private NDArray step(NDArray sample, int call, Run run, Both both, Observer observer) {
        Trajectory trajectory = run.trajectory();
        NDArray input = trajectory.scaleModelInput(sample, call);
        NDArray predicted = predicted(input, trajectory.timestep(call), run, both);
        NDArray noise = trajectory.drawsNoise() ? run.noise().apply(call) : null;
        Trajectory.Step next = trajectory.step(predicted, call, sample, noise);
        observer.called(call, next.sample(), next.predictedOriginal());
        return next.sample();
    }

    /** {@code [B, C, h, w]} float32: guided, both predictions from one call of the UNet. */
    private NDArray predicted(NDArray input, double timestep, Run run, Both conditions) {
        long rows = input.getShape().get(0);
        if (!run.guidance().isOn()) {
            return ops.cast(
                    denoiser.apply(input, times(input, timestep, rows), run.condition()),
                    Precision.FP32);
        }
        NDArray both = input.concat(input, 0);
        NDArray answers =
                ops.cast(
                        denoiser.apply(both, times(input, timestep, 2 * rows), conditions.both),
                        Precision.FP32);
        NDArray negative = answers.get(new NDIndex("0:{}", rows));
        NDArray positive = answers.get(new NDIndex("{}:", rows));
        return run.guidance().apply(negative, positive);
    }

    private static NDArray times(NDArray beside, double timestep, long rows) {
        return beside.getManager().full(new Shape(rows), (float) timestep);
    }

    /** Conditions of no picture, then those of the pictures. */
    private static final class Both implements AutoCloseable {
        private final Condition both;

        Both(Run run) {
            both = run.guidance().isOn() ? run.none().then(run.condition()) : null;
        }

        @Override
        public void close() {
            if (both != null) {
                both.close();
            }
        }
    }
}
