package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of the compact template. */
@Doc("One token for each role and one at the end of an answer; for small word-level worlds.")
public record CompactTemplateConfig(
        @Doc("token before a turn of the user") String user,
        @Doc(
                        "token before a turn of the assistant; \"\" for none: a small model answers at"
                                + " the question's last word far sooner than one token later")
                String assistant,
        @Doc("token before a system turn") String system,
        @Doc("token that ends an answer") String end) {
    /** Defaults. */
    public CompactTemplateConfig {
        user = Check.orDefault(user, "<user>");
        assistant = Check.orDefault(assistant, "<assistant>");
        system = Check.orDefault(system, "<system>");
        end = Check.orDefault(end, "<eos>");
    }
}
