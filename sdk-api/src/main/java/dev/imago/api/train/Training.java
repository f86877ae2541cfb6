package dev.imago.api.train;

import dev.imago.api.Api;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import java.util.Map;
import java.util.function.Function;

/**
 * The one training loop, offered to stages: draws shards, runs them on the workers, adds their
 * gradients in a fixed order, clips, steps the optimizer, logs, checkpoints, resumes.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Training {
    /**
     * Trains some parameters.
     *
     * @param parameters what is trained, with learning rates
     * @param objective builds the loss over one worker's view of the weights
     * @param shards brings the examples
     * @param settings steps, optimizer and the like
     * @param <B> a shard of examples
     */
    <B> void train(
            TrainableWeights parameters,
            Function<Weights, Objective<B>> objective,
            ShardSource<B> shards,
            Settings settings);

    /**
     * Keys that every training stage has.
     *
     * @param steps optimizer steps
     * @param batchSize examples in a step, over all workers and accumulation
     * @param accumulate how many parts to split a worker's share into, to save memory
     * @param optimizer how gradients become steps
     * @param schedule how the learning rate goes
     * @param clipNorm global gradient norm to clip to; 0 does not clip
     * @param checkpointEvery steps between checkpoints
     * @param logEvery steps between lines of metrics.jsonl
     */
    record Settings(
            @Doc(value = "optimizer steps", required = true) Integer steps,
            @Doc("examples in a step, over all workers and accumulation") Integer batchSize,
            @Doc("parts a worker's share of the batch is split into, to save memory")
                    Integer accumulate,
            @Doc("how gradients become steps") @DefaultType("adamw") Spec<Optimizer> optimizer,
            @Doc("how the learning rate goes") @DefaultType("cosine") Spec<Schedule> schedule,
            @Doc("global gradient norm to clip to; 0 does not clip") Double clipNorm,
            @Doc("steps between checkpoints; 0 keeps only the end") Integer checkpointEvery,
            @Doc("steps between lines of metrics.jsonl") Integer logEvery) {
        /** Defaults and checks. */
        public Settings {
            Check.required(steps, "steps");
            steps = Check.between(steps, null, 0, Integer.MAX_VALUE, "steps");
            batchSize = Check.positive(batchSize, 16, "batch_size");
            accumulate = Check.positive(accumulate, 1, "accumulate");
            clipNorm = Check.between(clipNorm, 1.0, 0, 1e9, "clip_norm");
            checkpointEvery =
                    Check.between(checkpointEvery, 500, 0, Integer.MAX_VALUE, "checkpoint_every");
            logEvery = Check.positive(logEvery, 10, "log_every");
        }
    }

    /**
     * Weights with the globs that are trained.
     *
     * @param weights the root of the weights; its parameters keep their full names
     * @param rates learning-rate factor by glob over parameter names; what no glob matches is
     *     frozen, the last match wins
     */
    record TrainableWeights(Weights weights, Map<String, Double> rates) {
        /** Copies the map, keeping its order. */
        public TrainableWeights {
            rates = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(rates));
        }
    }
}
