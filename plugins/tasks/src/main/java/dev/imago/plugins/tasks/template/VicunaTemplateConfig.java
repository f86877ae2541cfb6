package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of the Vicuna template. */
@Doc("The chat format of Vicuna 1.1 and LLaVA 1.5: USER: ... ASSISTANT: ...")
public record VicunaTemplateConfig(
        @Doc("text in front of everything, e.g. a begin token; empty for none") String prefix,
        @Doc("system prompt for conversations without one; empty for none") String system,
        @Doc("name of the user") String user,
        @Doc("name of the assistant") String assistant,
        @Doc("text after the system prompt and after the user's words") String separator,
        @Doc("token that ends an answer") String end) {
    /** Defaults. */
    public VicunaTemplateConfig {
        prefix = Check.orDefault(prefix, "<s>");
        system = Check.orDefault(system, "");
        user = Check.orDefault(user, "USER");
        assistant = Check.orDefault(assistant, "ASSISTANT");
        separator = Check.orDefault(separator, " ");
        end = Check.orDefault(end, "</s>");
    }
}
