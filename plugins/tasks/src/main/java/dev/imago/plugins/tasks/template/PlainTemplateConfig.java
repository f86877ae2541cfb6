package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Settings of the plain template. */
@Doc("Turns one after the other, without roles; for captions in a first stage.")
public record PlainTemplateConfig(
        @Doc("text in front of everything, e.g. a begin token; empty for none") String prefix,
        @Doc("text after each turn") String separator,
        @Doc("whether the user's words are written, or only what is shown") Boolean words,
        @Doc("token that ends an answer, before the separator; empty for none") String end,
        @Doc(
                        "what is learned: the answers, or the rest: all behind the first turn's"
                                + " content, questions too, as the MetaMorph reference does")
                String learned) {
    /** Defaults and checks. */
    public PlainTemplateConfig {
        prefix = Check.orDefault(prefix, "");
        separator = Check.orDefault(separator, "\n");
        words = Check.orDefault(words, true);
        end = Check.orDefault(end, "");
        learned = Check.oneOf(learned, "answers", List.of("answers", "rest"), "learned");
    }

    /** Whether all behind the first turn's content is learned. */
    boolean rest() {
        return learned.equals("rest");
    }
}
