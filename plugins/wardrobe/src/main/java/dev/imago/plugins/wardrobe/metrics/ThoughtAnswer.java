package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.CloserLook;
import dev.imago.plugins.wardrobe.world.Garment;
import java.util.Arrays;
import java.util.List;

/**
 * One question, answered in several ways.
 *
 * @param look the question with its right look and answer
 * @param thoughts an answer after a look for each task that looks
 * @param direct the answer without a look
 */
record ThoughtAnswer(CloserLook look, List<Thought> thoughts, Thought direct) {
    /** Whether a garment is asked for; else its colour is. */
    boolean asksGarment() {
        return Arrays.stream(Garment.values())
                .map(Garment::toString)
                .anyMatch(look.answer()::equals);
    }
}
