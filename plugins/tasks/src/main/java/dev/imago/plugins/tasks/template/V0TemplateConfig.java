package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of the first Vicuna template. */
@Doc("The chat format of Vicuna 0: ###Human: ...###Assistant: ...###")
public record V0TemplateConfig(
        @Doc("text in front of everything, e.g. a begin token; empty for none") String prefix,
        @Doc("system prompt for conversations without one; empty for none") String system,
        @Doc("name of the user") String user,
        @Doc("name of the assistant") String assistant,
        @Doc("text between turns, which also ends an answer") String separator) {
    /** Defaults. */
    public V0TemplateConfig {
        prefix = Check.orDefault(prefix, "<s>");
        system = Check.orDefault(system, "");
        user = Check.orDefault(user, "Human");
        assistant = Check.orDefault(assistant, "Assistant");
        separator = Check.orDefault(separator, "###");
    }
}
