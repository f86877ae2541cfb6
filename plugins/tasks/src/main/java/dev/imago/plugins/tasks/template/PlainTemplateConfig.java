package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Settings of the plain template. */
@Doc("Turns one after the other, without roles; for captions in a first stage.")
public record PlainTemplateConfig(
        @Doc("text in front of everything, e.g. a begin token; empty for none") String prefix,
        @Doc("text after each turn") String separator,
        @Doc("whether the user's words are written, or only what is shown") Boolean words,
        @Doc("token that ends an answer, before the separator; empty for none") String end) {
    /** Defaults. */
    public PlainTemplateConfig {
        prefix = Check.orDefault(prefix, "");
        separator = Check.orDefault(separator, "\n");
        words = Check.orDefault(words, true);
        end = Check.orDefault(end, "");
    }
}
