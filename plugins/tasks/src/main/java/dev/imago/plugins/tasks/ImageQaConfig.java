package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Settings of image question answering. */
@Doc("Questions about images: the images first, then the questions as turns.")
public record ImageQaConfig(
        @Doc("text between the images and the first question") String separator,
        @Doc("text after each question without options, e.g. how to answer; empty for none")
                String instruction,
        @Doc("how options are offered: letters, or hidden to ask openly") String choices,
        @Doc("text after the options of a multiple-choice question") String choiceInstruction) {
    /** Defaults and checks. */
    public ImageQaConfig {
        separator = Check.orDefault(separator, "\n");
        instruction = Check.orDefault(instruction, "");
        choices = Check.oneOf(choices, "letters", List.of("letters", "hidden"), "choices");
        choiceInstruction =
                Check.orDefault(
                        choiceInstruction,
                        "Answer with the option's letter from the given choices directly.");
    }
}
