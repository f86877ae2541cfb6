package dev.imago.api.model;

import dev.imago.api.Api;

/** The {@link TokenHead} that predicts words. Inject {@link Backbone} for its output layer. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface TextHead extends TokenHead {}
