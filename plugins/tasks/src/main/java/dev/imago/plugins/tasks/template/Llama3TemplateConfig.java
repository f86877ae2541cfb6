package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Settings of the Llama 3 template. */
@Doc("The chat format of Llama 3; MetaMorph's checkpoints want newlines: 1 and bos: twice.")
public record Llama3TemplateConfig(
        @Doc("newlines after a role header: 2 as Meta has it, 1 as the MetaMorph reference")
                Integer newlines,
        @Doc("<|begin_of_text|> in front: none, once, or twice as the MetaMorph reference")
                String bos,
        @Doc("system prompt for conversations without one; empty for none") String system) {
    /** Defaults and checks. */
    public Llama3TemplateConfig {
        newlines = Check.between(newlines, 2, 1, 2, "newlines");
        bos = Check.oneOf(bos, "once", List.of("none", "once", "twice"), "bos");
        system = Check.orDefault(system, "");
    }
}
