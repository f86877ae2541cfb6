package dev.imago.api.plugin;

import dev.imago.api.Api;

/** The config record of a component that has no keys. */
@Api(status = Api.Status.STABLE, since = "0.1")
@Doc("has no keys")
public record NoKeys() {}
