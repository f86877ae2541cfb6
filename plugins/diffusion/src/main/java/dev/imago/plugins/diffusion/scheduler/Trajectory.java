package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;

/**
 * One run of a {@link Scheduler}: the calls of the model, in order, and what becomes of their
 * answers. Used by one thread; holds arrays of earlier calls, which closing frees. Every row of a
 * batch is at the same call. Legend: B batch, C channels, H and W of the latents.
 */
public interface Trajectory extends AutoCloseable {
    /** How often the model is called; may be more than the steps asked for. */
    int calls();

    /** What the model is told at a call: whole numbers, or fractions where sigmas are spread. */
    double timestep(int call);

    /** The standard deviation of the noise that a run starts from, at its first call. */
    double initNoiseSigma();

    /** Whether {@link #step} draws noise. */
    boolean drawsNoise();

    /**
     * The sample as the model wants it.
     *
     * @param sample {@code [B, C, H, W]} float32
     * @return the same shape, always a new array, owned by the manager of {@code sample}
     */
    NDArray scaleModelInput(NDArray sample, int call);

    /**
     * Takes the model's answer. Calls come in order, from the first (or that of {@link #firstCall})
     * to the last.
     *
     * @param modelOutput {@code [B, C, H, W]} float32: noise, velocity or sample, as the
     *     scheduler's prediction type says, of {@link #scaleModelInput}
     * @param call 0-based
     * @param sample {@code [B, C, H, W]} float32 before the call
     * @param noise {@code [B, C, H, W]} standard normal; null unless {@link #drawsNoise}
     */
    Step step(NDArray modelOutput, int call, NDArray sample, NDArray noise);

    /**
     * Noised latents to start from at a call, as image to image does.
     *
     * @param clean {@code [B, C, H, W]}
     * @param noise the same shape, standard normal
     * @return owned by the manager of {@code clean}
     */
    NDArray addNoise(NDArray clean, NDArray noise, int call);

    /**
     * The call to start at so that a share of the steps is taken, as image to image does; {@link
     * #calls} where that is less than one step.
     *
     * @param strength 0 leaves the picture nearly as it is, 1 starts from the first call
     */
    int firstCall(double strength);

    @Override
    void close();

    /**
     * What a call leads to; both owned by the manager of the sample that was given.
     *
     * @param sample {@code [B, C, H, W]} for the next call
     * @param predictedOriginal {@code [B, C, H, W]} the clean latents as this call sees them
     */
    record Step(NDArray sample, NDArray predictedOriginal) {}
}
