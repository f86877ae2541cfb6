package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * What the parts around a connector or head fix: inject it to learn the sizes to bridge.
 *
 * @param input width of what comes in
 * @param output width of what must come out
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Widths(int input, int output) {}
