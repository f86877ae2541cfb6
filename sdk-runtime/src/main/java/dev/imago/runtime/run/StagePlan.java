package dev.imago.runtime.run;

import dev.imago.runtime.weights.ParameterGroup;
import java.util.List;

/**
 * What a stage would train, and the memory that takes. Bytes are those of the engine's tensors.
 *
 * @param name of the stage
 * @param type what it does
 * @param steps optimizer steps; 0 for a stage that does not train
 * @param batchSize examples in a step
 * @param learningRate before the schedule, at this batch size
 * @param groups what is trained and what is frozen; empty where only the stage itself knows
 * @param gradientBytes of the gradients, with every worker's own
 * @param optimizerBytes of the optimizer's state
 * @param activationBytes a rough guess for 1,000 positions of a worker's part of the batch
 */
public record StagePlan(
        String name,
        String type,
        int steps,
        int batchSize,
        double learningRate,
        List<ParameterGroup> groups,
        long gradientBytes,
        long optimizerBytes,
        long activationBytes) {
    /** Copies the list. */
    public StagePlan {
        groups = List.copyOf(groups);
    }

    /** How many numbers are trained. */
    public long trained() {
        return groups.stream().mapToLong(ParameterGroup::trainable).sum();
    }
}
