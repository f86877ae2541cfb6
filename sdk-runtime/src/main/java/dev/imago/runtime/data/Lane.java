package dev.imago.runtime.data;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The samples that one source has for one task, with the formatter that phrases them.
 *
 * @param name unique in a mixture; shown in errors and {@code skipped.jsonl}
 * @param task the name of the task
 * @param formatter phrases the samples
 * @param samples by index
 * @param weight share of the mixture, in proportion to the others'
 * @param <S> the shape of the samples
 */
public record Lane<S extends Sample>(
        String name, String task, TaskFormatter<S> formatter, Samples<S> samples, double weight) {
    /** Refuses what has nothing to give. */
    public Lane {
        if (samples.size() < 1) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE, name, "has no samples for task '" + task + "'");
        }
    }

    /** Opens a source for a task. */
    public static <S extends Sample> Lane<S> open(
            String name, String task, TaskFormatter<S> formatter, Source source, double weight) {
        Samples<S> samples = source.samples(task, formatter.sampleType());
        return new Lane<>(name, task, formatter, samples, weight);
    }

    /**
     * At most so many of its samples.
     *
     * @param most null takes all
     * @param seed chooses among them
     */
    public Lane<S> capped(Long most, long seed) {
        if (most == null || most >= samples.size()) {
            return this;
        }
        Samples<S> some = new CappedSamples<>(samples, most, Mix64.of(seed, Mix64.of(name)));
        return new Lane<>(name, task, formatter, some, weight);
    }

    /** The same samples with another weight. */
    public Lane<S> weighing(double other) {
        return new Lane<>(name, task, formatter, samples, other);
    }

    /** The conversation of a sample, phrased by a seed. */
    Conversation conversation(long index, long seed) {
        return formatter.conversation(samples.get(index), new Mix64(seed));
    }

    /** Where a sample stands in its source, of which the lane may take a part only. */
    long inSource(long index) {
        return samples instanceof CappedSamples<?> some ? some.inSource(index) : index;
    }

    /** What of its source it passes over, in words; empty where it takes all. */
    public Optional<String> leftOut() {
        Map<String, Long> reasons = samples.leftOut();
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        long count = reasons.values().stream().mapToLong(Long::longValue).sum();
        String why =
                new TreeMap<>(reasons)
                        .entrySet().stream()
                                .map(
                                        one ->
                                                String.format(
                                                        Locale.ROOT,
                                                        "%,d %s",
                                                        one.getValue(),
                                                        one.getKey()))
                                .collect(Collectors.joining(", "));
        return Optional.of(
                String.format(Locale.ROOT, "%s leaves out %,d records: %s", name, count, why));
    }

    /** The id of a sample, with its lane. */
    public String place(long index) {
        return name + ": " + samples.id(index);
    }
}
