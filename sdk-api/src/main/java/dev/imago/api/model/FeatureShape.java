package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * The shape of one image's features.
 *
 * @param tokens positions per image
 * @param width numbers per position
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record FeatureShape(int tokens, int width) {}
