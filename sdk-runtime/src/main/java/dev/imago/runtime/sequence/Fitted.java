package dev.imago.runtime.sequence;

import dev.imago.runtime.data.Shortening;
import java.util.EnumSet;
import java.util.Set;

/**
 * A training example within the length that a recipe allows.
 *
 * @param sequence what is trained on
 * @param length positions of the whole sample
 * @param droppedTurns turns at the end that are not in the sequence
 * @param droppedImages images that are not in the sequence
 */
public record Fitted(Sequence sequence, int length, int droppedTurns, int droppedImages) {
    /** Whether something of the sample is missing. */
    public boolean shortened() {
        return sequence.length() < length;
    }

    /** What is missing, in kinds; empty where nothing is. */
    public Set<Shortening> cases() {
        Set<Shortening> cases = EnumSet.noneOf(Shortening.class);
        if (shortened()) {
            cases.add(droppedTurns > 0 ? Shortening.TURNS_DROPPED : Shortening.CUT);
        }
        if (droppedImages > 0) {
            cases.add(Shortening.IMAGES_DROPPED);
        }
        return cases;
    }

    /** What is missing, in words. */
    public String told() {
        String dropped =
                droppedTurns > 0
                        ? droppedTurns + " turns were dropped"
                        : length - sequence.length() + " positions were cut off";
        return "has "
                + length
                + " positions, of which "
                + sequence.length()
                + " are used: "
                + dropped
                + (droppedImages > 0 ? ", and with them " + droppedImages + " images" : "");
    }
}
