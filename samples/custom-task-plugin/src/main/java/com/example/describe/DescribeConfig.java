package com.example.describe;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/** Recipe keys of the task. */
// region config
@Doc("Pictures described in a sentence.")
public record DescribeConfig(
        @Doc("ways to ask; one is drawn for each sample, requests take the first")
                List<String> phrasings) {
    private static final List<String> USUAL = List.of("What is there?", "Show me what is there.");

    /** Defaults and checks. */
    public DescribeConfig {
        phrasings = List.copyOf(Check.orDefault(phrasings, USUAL));
        if (phrasings.isEmpty()) {
            throw new InvalidValueException("phrasings", "is empty, expected at least one");
        }
    }
}
// endregion
