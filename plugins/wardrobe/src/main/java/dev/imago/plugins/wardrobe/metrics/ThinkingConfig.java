package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/** Keys of the metric {@code wardrobe-thinking}. */
@Doc("Answers after closer looks, against answering the same questions directly.")
public record ThinkingConfig(
        @Doc(
                        value = "the tasks that look; the first one's evaluation data is asked",
                        tasks = Doc.Tasks.RECIPE)
                List<String> tasks,
        @Doc(value = "the task that asks directly", tasks = Doc.Tasks.RECIPE) String direct,
        @Doc("the most questions to ask") Integer questions,
        @Doc("questions answered at once") Integer batchSize,
        @Doc("questions shown with their looks in the report") Integer shown) {
    /** Defaults and checks. */
    public ThinkingConfig {
        tasks = List.copyOf(Check.orDefault(tasks, List.of("think_visually")));
        if (tasks.isEmpty()) {
            throw new InvalidValueException("tasks", "is empty, expected at least one task");
        }
        direct = Check.orDefault(direct, "image_qa");
        questions = Check.positive(questions, 400, "questions");
        batchSize = Check.positive(batchSize, 100, "batch_size");
        shown = Check.between(shown, 24, 0, 1000, "shown");
    }
}
