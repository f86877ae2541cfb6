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
     * @param grouping how padded steps would be filled
     */
    static PackingChoice of(
            AutoFlag wanted,
            Backbone backbone,
            Mixture mixture,
            SequenceBuilder sequences,
            StepWindows.Grouping grouping) {
        if (!wanted.isAuto()) {
            return new PackingChoice(wanted.flag(), "");
        }
        return auto(
                backbone.packs(),
                grouping,
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
    static PackingChoice auto(
            boolean packs, StepWindows.Grouping grouping, LongToIntFunction length) {
        int batchSize = grouping.batchSize();
        if (!packs) {
            return new PackingChoice(false, "packing: auto pads, as this backbone can't pack");
        }
        if (batchSize == 1) {
            return new PackingChoice(false, "packing: auto pads, as a step has one sample");
        }
        int window = (int) Math.min(grouping.window(), grouping.steps());
        int steps = Math.max((SAMPLES + batchSize - 1) / batchSize, window);
        int[] lengths = LongStream.range(0, (long) steps * batchSize).mapToInt(length).toArray();
        double times = padded(lengths, grouping) / (double) Arrays.stream(lengths).sum();
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
    private static long padded(int[] lengths, StepWindows.Grouping grouping) {
        int size = grouping.batchSize();
        int[] together = lengths.clone();
        for (int from = 0; from < lengths.length; from += grouping.window() * size) {
            int end = Math.min(from + grouping.window() * size, lengths.length);
            if (grouping.window() > 1) {
                Arrays.sort(together, from, end);
            }
        }
        return IntStream.range(0, lengths.length / size)
                .mapToLong(step -> longest(together, step * size, size))
                .sum();
    }

    private static long longest(int[] lengths, int from, int size) {
        return (long) size * Arrays.stream(lengths, from, from + size).max().getAsInt();
    }
}
