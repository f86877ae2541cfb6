package dev.imago.it.invariants;

import ai.djl.ndarray.NDArray;
import dev.imago.api.generate.Sampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Writes what a script says, so that an untrained model draws; keeps the logits it was shown.
 * Beyond the script, and where it says {@link #FREE}, the most likely token is written.
 */
final class ScriptedSampler implements Sampler {
    /** The model's own choice. */
    static final int FREE = -1;

    private final int[] script;
    private final Map<Integer, List<float[]>> seen = new HashMap<>();

    ScriptedSampler(int... script) {
        this.script = script;
    }

    /** Tells rows apart; stands for the generator of a row. */
    static RandomGenerator row(int number) {
        return () -> number;
    }

    @Override
    public int sample(NDArray logits, RandomGenerator row) {
        List<float[]> before = seen.computeIfAbsent((int) row.nextLong(), r -> new ArrayList<>());
        int at = before.size();
        before.add(logits.toFloatArray());
        boolean told = at < script.length && script[at] != FREE;
        return told ? script[at] : Sampler.GREEDY.sample(logits, row);
    }

    /** The logits of a row, one array for each token written. */
    List<float[]> logits(int row) {
        return seen.getOrDefault(row, List.of());
    }
}
