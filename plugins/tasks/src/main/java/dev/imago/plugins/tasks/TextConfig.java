package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Doc;

/** Plain text has no settings. */
@Doc("Conversations in words alone, taken as they are; one with an image is refused.")
public record TextConfig() {}
