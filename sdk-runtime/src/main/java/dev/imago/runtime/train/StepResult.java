package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker brings back from its shards of a step.
 *
 * @param loss its part of the step's loss
 * @param terms its parts of the loss's terms
 * @param gradients one for each trained parameter, null where none reached it
 */
record StepResult(double loss, Map<String, Double> terms, List<NDArray> gradients) {
    /** Both losses added; the gradients stay apart. */
    static Map<String, Double> addTerms(Map<String, Double> left, Map<String, Double> right) {
        Map<String, Double> sum = new LinkedHashMap<>(left);
        right.forEach((term, value) -> sum.merge(term, value, Double::sum));
        return sum;
    }
}
