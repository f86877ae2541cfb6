package dev.imago.api.cli;

import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import dev.imago.api.nn.Precision;
import java.util.Map;

/** Something whose speed {@code imago bench NAME} measures; may inject {@code Ops} and the like. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Benchmark {
    /**
     * Measures, without autograd.
     *
     * @param owner whose sub-managers hold the arrays
     * @param precision of weights and activations
     * @return figures by name, with their unit, such as {@code seconds_per_step}
     */
    Map<String, Double> measure(NDManager owner, Precision precision);
}
