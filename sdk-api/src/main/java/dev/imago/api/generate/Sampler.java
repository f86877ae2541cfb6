package dev.imago.api.generate;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.random.RandomGenerator;

/** Chooses the next token. */
@Api(status = Api.Status.STABLE, since = "0.1")
@FunctionalInterface
public interface Sampler {
    /** The most likely token; of equals the lowest id. */
    Sampler GREEDY = (logits, random) -> (int) logits.argMax().getLong();

    /**
     * @param logits {@code [V]}
     * @param random seeded by the request
     * @return a token id
     */
    int sample(NDArray logits, RandomGenerator random);
}
