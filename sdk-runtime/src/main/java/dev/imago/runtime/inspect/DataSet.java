package dev.imago.runtime.inspect;

import dev.imago.api.data.Conversation;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.sequence.SequenceBuilder;

/**
 * One task of one of a recipe's sources.
 *
 * @param mixture it is a lane of
 * @param number of the lane
 * @param evaluation whether it is evaluated on instead of trained on
 * @param sequences as the stage that trains on it builds them
 */
public record DataSet(Mixture mixture, int number, boolean evaluation, SequenceBuilder sequences) {
    /** Its samples and how they are phrased. */
    public Lane<?> lane() {
        return mixture.lanes().get(number);
    }

    /** As the recipe names it. */
    public String name() {
        return lane().name();
    }

    /** How many samples. */
    public long size() {
        return lane().samples().size();
    }

    /** How many records of its source have not the shape of its samples. */
    public long leftOut() {
        return lane().samples().leftOut().values().stream().mapToLong(Long::longValue).sum();
    }

    /** A sample as it is phrased in the first epoch. */
    Conversation conversation(long index) {
        return mixture.conversation(number, index, 0);
    }
}
