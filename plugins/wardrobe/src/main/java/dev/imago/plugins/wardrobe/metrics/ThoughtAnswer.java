package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.CloserLook;
import dev.imago.api.generate.Answerer;
import dev.imago.plugins.wardrobe.world.Garment;
import java.util.Arrays;

/**
 * One question, answered in two ways.
 *
 * @param look the question with its right look and answer
 * @param thought the look that was drawn and the answer after it
 * @param score of that answer
 * @param direct the answer without a look
 * @param directScore of that answer
 */
record ThoughtAnswer(
        CloserLook look, Answerer.Answer thought, double score, String direct, double directScore) {
    /** Whether a garment is asked for; else its colour is. */
    boolean asksGarment() {
        return Arrays.stream(Garment.values())
                .map(Garment::toString)
                .anyMatch(look.answer()::equals);
    }
}
