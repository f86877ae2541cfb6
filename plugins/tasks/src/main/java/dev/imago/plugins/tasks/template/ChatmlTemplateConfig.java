package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of the ChatML template. */
@Doc("The ChatML format of Qwen, SmolLM2 and others.")
public record ChatmlTemplateConfig(
        @Doc("text in front of everything, e.g. a begin token; empty for none") String prefix,
        @Doc("whether a newline follows <|im_end|>; the MetaMorph reference has none")
                Boolean newlineAfterEnd,
        @Doc("system prompt for conversations without one; empty for none") String system) {
    /** Defaults and checks. */
    public ChatmlTemplateConfig {
        prefix = Check.orDefault(prefix, "");
        newlineAfterEnd = Check.orDefault(newlineAfterEnd, true);
        system = Check.orDefault(system, "");
    }
}
