package dev.imago.runtime.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Tracker;
import dev.imago.runtime.data.Mix64;
import dev.imago.runtime.progress.Progress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training loop runs in.
 *
 * @param stage name of the stage
 * @param seed of the run
 * @param directory where checkpoints go
 * @param manager whose sub-managers hold the arrays of training
 * @param ops the kernels
 * @param workers how many work in parallel; each gets its part of every step's batch
 * @param threads engine threads for all workers together
 * @param progress told how far it is
 * @param trackers told the figures
 * @param metrics the log that a resumed run rewinds
 * @param interruption asked after each step
 */
public record TrainingEnvironment(
        String stage,
        long seed,
        Path directory,
        NDManager manager,
        Ops ops,
        int workers,
        int threads,
        Progress progress,
        List<Tracker> trackers,
        MetricsLog metrics,
        Interruption interruption) {
    /** Copies the list. */
    public TrainingEnvironment {
        trackers = List.copyOf(trackers);
    }

    /** What a part of a step draws at random; other in each stage, step and part. */
    long seed(long shard) {
        return Mix64.of(seed, Mix64.of(stage), shard);
    }
}
