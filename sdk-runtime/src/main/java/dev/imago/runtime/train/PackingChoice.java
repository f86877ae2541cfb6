package dev.imago.runtime.train;

import dev.imago.api.model.Backbone;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.recipe.AutoFlag;
import dev.imago.runtime.sequence.SequenceBuilder;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whether a step's samples are packed, and why. What {@code auto} chooses depends on the recipe and
 * its data alone, not on the machine or the step a run goes on from: a resumed run chooses the
 * same.
 *
 * @param packed end to end instead of padded
 * @param told the reason; empty where the recipe says it
 */
record PackingChoice(boolean packed, String told) {
    private static final int SAMPLES = 64;

    /** Positions of padded samples over their own, from which packing is taken. */
    private static final double WORTH = 1.25;

    /**
     * @param wanted of the recipe
     * @param batchSize samples of a step
     */
    static PackingChoice of(
            AutoFlag wanted,
            Backbone backbone,
            Mixture mixture,
            SequenceBuilder sequences,
            int batchSize) {
        if (!wanted.isAuto()) {
            return new PackingChoice(wanted.flag(), "");
        }
        return auto(
                backbone.packs(),
                batchSize,
                at ->
                        mixture.draw(
                                at,
                                drawn ->
                                        sequences
                                                .fitted(drawn.conversation())
                                                .sequence()
                                                .length()));
    }

    /**
     * @param packs whether the backbone attends within each sample; a mask over the whole row costs
     *     more than padding
     * @param length positions of the sample at a place of the run
     */
    static PackingChoice auto(boolean packs, int batchSize, LongToIntFunction length) {
        if (!packs) {
            return new PackingChoice(false, "packing: auto pads, as this backbone can't pack");
        }
        if (batchSize == 1) {
            return new PackingChoice(false, "packing: auto pads, as a step has one sample");
        }
        int steps = (SAMPLES + batchSize - 1) / batchSize;
        int[] lengths = LongStream.range(0, (long) steps * batchSize).mapToInt(length).toArray();
        double times = padded(lengths, batchSize) / (double) Arrays.stream(lengths).sum();
        boolean packed = times >= WORTH;
        return new PackingChoice(
                packed,
                String.format(
                        Locale.ROOT,
                        "packing: auto %s: padded, the first %d samples take %.2f times the"
                                + " positions (packed from %.2f on)",
                        packed ? "packs" : "pads",
                        lengths.length,
                        times,
                        WORTH));
    }

    /** Positions of batches, each sample as long as the longest of its own. */
    private static long padded(int[] lengths, int batchSize) {
        return IntStream.range(0, lengths.length / batchSize)
                .mapToLong(step -> longest(lengths, step * batchSize, batchSize))
                .sum();
    }

    private static long longest(int[] lengths, int from, int batchSize) {
        return (long) batchSize * Arrays.stream(lengths, from, from + batchSize).max().getAsInt();
    }
}
