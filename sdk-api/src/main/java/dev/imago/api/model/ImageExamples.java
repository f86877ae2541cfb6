package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * A batch of pictures with their visual tokens, for decoders.
 *
 * @param tokens {@code [N, K, D]} normalised visual tokens of the frozen encoder
 * @param pixels {@code [N, 3, S, S]} float32 in {@code [0, 1]}
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record ImageExamples(NDArray tokens, NDArray pixels) {}
