package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Doc;

/** A component without keys of its own. */
@Doc("has no keys")
public record NoKeys() {}
