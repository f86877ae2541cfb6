package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of recorded conversations. */
@Doc("Recorded conversations, taken as they are.")
public record DialogueConfig(
        @Doc("text between the images of a request and its words") String separator) {
    /** Defaults. */
    public DialogueConfig {
        separator = Check.orDefault(separator, "\n");
    }
}
