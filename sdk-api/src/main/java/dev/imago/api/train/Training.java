package dev.imago.api.train;

import dev.imago.api.Api;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

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
     * Trains as {@link #train(TrainableWeights, Function, ShardSource, Settings)}, pausing between
     * steps.
     *
     * @param pause what is done meanwhile, with the weights as they are
     */
    <B> void train(
            TrainableWeights parameters,
            Function<Weights, Objective<B>> objective,
            ShardSource<B> shards,
            Settings settings,
            Pause pause);

    /**
     * Work between steps, on the training thread, which waits.
     *
     * @param every so many steps; 0 never
     * @param work told how many steps are done
     */
    record Pause(int every, LongConsumer work) {
        /** None. */
        public static final Pause NEVER = new Pause(0, steps -> {});
    }

    /**
     * Keys that every training stage has.
     *
     * @param steps optimizer steps
     * @param batchSize examples in a step, over all workers and accumulation
     * @param accumulate how many parts to split a worker's share into, to save memory
     * @param referenceBatchSize the batch size that the learning rate is for; null for this one
     * @param optimizer how gradients become steps
     * @param schedule how the learning rate goes
     * @param clipNorm global gradient norm to clip to; 0 does not clip
     * @param ema decay of the average of weights that training ends with; null ends with the last
     * @param checkpointEvery steps between checkpoints
     * @param logEvery steps between lines of metrics.jsonl
     */
    record Settings(
            @Doc(value = "optimizer steps", required = true) Integer steps,
            @Doc("examples in a step, over all workers and accumulation") Integer batchSize,
            @Doc("parts a worker's share of the batch is split into, to save memory")
                    Integer accumulate,
            @Doc(
                            "the batch size that the learning rate is for: at another batch_size the"
                                    + " rate is multiplied by the square root of"
                                    + " batch_size / reference_batch_size. By default, the rate is"
                                    + " taken as it is")
                    Integer referenceBatchSize,
            @Doc("how gradients become steps") @DefaultType("adamw") Spec<Optimizer> optimizer,
            @Doc("how the learning rate goes") @DefaultType("cosine") Spec<Schedule> schedule,
            @Doc("global gradient norm to clip to; 0 does not clip") Double clipNorm,
            @Doc(
                            "decay of a running average of the trained weights, which the stage"
                                    + " ends with, e.g. 0.999; without it, with the last weights")
                    Double ema,
            @Doc("steps between checkpoints; 0 keeps only the end") Integer checkpointEvery,
            @Doc("steps between lines of metrics.jsonl") Integer logEvery) {
        /** Defaults and checks. */
        public Settings {
            Check.required(steps, "steps");
            steps = Check.between(steps, null, 0, Integer.MAX_VALUE, "steps");
            batchSize = Check.positive(batchSize, 16, "batch_size");
            accumulate = Check.positive(accumulate, 1, "accumulate");
            referenceBatchSize =
                    Check.between(
                            referenceBatchSize, null, 1, Integer.MAX_VALUE, "reference_batch_size");
            clipNorm = Check.between(clipNorm, 1.0, 0, 1e9, "clip_norm");
            ema = Check.between(ema, null, 0, 0.999999, "ema");
            checkpointEvery =
                    Check.between(checkpointEvery, 500, 0, Integer.MAX_VALUE, "checkpoint_every");
            logEvery = Check.positive(logEvery, 10, "log_every");
        }

        /**
         * The factor on the optimizer's learning rate at this batch size: the square root of {@code
         * batchSize / referenceBatchSize}, or 1 without a reference.
         */
        public double rateFactor() {
            return referenceBatchSize == null
                    ? 1
                    : Math.sqrt(batchSize / (double) referenceBatchSize);
        }
    }

    /**
     * Weights with the globs that are trained.
     *
     * @param weights the root of the weights; its parameters keep their full names
     * @param rates learning-rate factor by glob over parameter names; what no glob matches is
     *     frozen, the last match wins
     * @param rows of which parameters only some rows are trained, by full name; the others keep
     *     their bits, and no weight decay applies
     */
    record TrainableWeights(
            Weights weights, Map<String, Double> rates, Map<String, List<Integer>> rows) {
        /** Copies the maps, keeping the order of the rates. */
        public TrainableWeights {
            rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
            rows = Map.copyOf(rows);
        }

        /** Whole parameters. */
        public TrainableWeights(Weights weights, Map<String, Double> rates) {
            this(weights, rates, Map.of());
        }
    }
}
