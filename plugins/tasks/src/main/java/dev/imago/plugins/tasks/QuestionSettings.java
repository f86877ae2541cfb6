package dev.imago.plugins.tasks;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Keys that all question tasks have. */
@Doc("How questions are asked and answers scored.")
public record QuestionSettings(
        @Doc("text between the images and the first question") String separator,
        @Doc("text after each question without options, e.g. how to answer; empty for none")
                String instruction,
        @Doc("how options are offered: letters, or hidden to ask openly") String choices,
        @Doc("text after the options of a multiple-choice question") String choiceInstruction,
        @Doc(
                        "how answers in words are scored: exact (without case, articles and"
                                + " punctuation), vqa (agreement of annotators), anls (edit"
                                + " distance)")
                String score) {
    /** Defaults and checks. */
    public QuestionSettings {
        separator = Check.orDefault(separator, "\n");
        instruction = Check.orDefault(instruction, "");
        choices = Check.oneOf(choices, "letters", List.of("letters", "hidden"), "choices");
        choiceInstruction =
                Check.orDefault(
                        choiceInstruction,
                        "Answer with the option's letter from the given choices directly.");
        score = Check.oneOf(score, "exact", AnswerMatch.names(), "score");
    }

    /** All defaults. */
    static QuestionSettings usual() {
        return new QuestionSettings(null, null, null, null, null);
    }
}
