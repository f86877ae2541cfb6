package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * The {@link TokenHead} that predicts visual tokens. Inject {@link Widths} for its sizes and {@link
 * FeatureNorm} for the scale on which predictions are compared.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface VisionHead extends TokenHead {}
