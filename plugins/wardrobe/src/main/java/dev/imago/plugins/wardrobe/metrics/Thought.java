package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Crop;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.generate.TaskSteps;
import java.util.Optional;

/**
 * An answer with the look before it.
 *
 * @param look that was taken; empty without one
 * @param answer in words
 * @param score of the answer
 */
record Thought(Optional<ImageSource> look, String answer, double score) {
    /** What a task makes of an answer. */
    static Thought of(TaskFormatter<?> task, TaskItem item, TaskSteps.Answered answered) {
        Part look = task.parse(answered.request(), answered.answer().turn()).get("look");
        return new Thought(
                look instanceof Part.Image image ? Optional.of(image.source()) : Optional.empty(),
                answered.answer().turn().text().strip(),
                task.score(item, answered.answer().turn()));
    }

    boolean looked() {
        return look.isPresent();
    }

    /** Whether a look that was cut out is the right one. */
    boolean found(CloserLook right) {
        return look.filter(seen -> seen.id().equals(right.look().id())).isPresent();
    }

    /** Whether the look was cut out, and not drawn. */
    boolean cropped() {
        return look.filter(Crop.class::isInstance).isPresent();
    }
}
