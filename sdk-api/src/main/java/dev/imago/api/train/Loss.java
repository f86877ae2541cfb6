package dev.imago.api.train;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.Map;

/**
 * A shard's contribution to the loss of a step.
 *
 * @param total a float32 scalar to differentiate; null when nothing in the shard is learned
 * @param terms what is shown and logged, e.g. {@code {text: …, vision: …}}, each already divided by
 *     its total count, so that shards add up
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Loss(NDArray total, Map<String, Double> terms) {}
