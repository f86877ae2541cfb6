package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of the Llama 2 template. */
@Doc("The chat format of Llama 2: [INST] ... [/INST] ...")
public record Llama2TemplateConfig(
        @Doc("token before each question") String begin,
        @Doc("whether it stands before the first question too") Boolean beginFirst,
        @Doc("token that ends an answer") String end,
        @Doc("system prompt for conversations without one; empty for none") String system) {
    /** Defaults. */
    public Llama2TemplateConfig {
        begin = Check.orDefault(begin, "<s>");
        beginFirst = Check.orDefault(beginFirst, true);
        end = Check.orDefault(end, "</s>");
        system = Check.orDefault(system, "");
    }
}
