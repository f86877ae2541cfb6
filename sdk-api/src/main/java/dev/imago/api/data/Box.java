package dev.imago.api.data;

import dev.imago.api.Api;

/** A box in fractions of the picture's sides, from the top left. */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Box(double left, double top, double right, double bottom) {}
