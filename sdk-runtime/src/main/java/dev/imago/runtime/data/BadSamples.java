package dev.imago.runtime.data;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Samples that were skipped, or used only in part: each is counted once, by reason, and listed in
 * {@code skipped.jsonl} or {@code shortened.jsonl} beside it. Beyond a rate of skipped ones the run
 * stops. Thread-safe.
 */
public final class BadSamples {
    /** A rate says little before this many samples were seen. */
    private static final long FEW = 1000;

    private static final String SHORTENED = "shortened.jsonl";

    private final double rate;
    private final long size;
    private final SampleLog skipped;
    private final SampleLog shortened;
    private final AtomicLong seen = new AtomicLong();

    /**
     * @param rate the largest share of samples that may be skipped; 0 stops at the first
     * @param lanes whose samples are counted
     * @param file {@code skipped.jsonl}; what it lists already is known and not listed again
     */
    public BadSamples(double rate, List<? extends Lane<?>> lanes, Path file) {
        this.rate = rate;
        this.size = lanes.stream().mapToLong(lane -> lane.samples().size()).sum();
        Set<String> names = lanes.stream().map(Lane::name).collect(Collectors.toSet());
        this.skipped = new SampleLog(file, names);
        this.shortened = new SampleLog(file.resolveSibling(SHORTENED), names);
    }

    /** How many samples were skipped, by reason. */
    public Map<String, Long> reasons() {
        return skipped.reasons();
    }

    /** How many samples were skipped. */
    public long count() {
        return skipped.count();
    }

    /** How many samples were used only in part. */
    public long shortened() {
        return shortened.count();
    }

    /** How many samples have lost what; one may count twice, as with turns and their images. */
    public Map<String, Long> shortenings() {
        return shortened.reasons();
    }

    /** The run has come to a position; a run that goes on starts with a high one. */
    void reach(long position) {
        seen.accumulateAndGet(position + 1, Math::max);
    }

    /** Notes a sample of which not all was used. */
    void shorten(Drawn drawn, Set<Shortening> cases, String message) {
        String place = drawn.lane() + ": " + drawn.sampleId();
        Problem problem = Problem.of(ErrorCode.TOO_LONG, place, message);
        shortened.add(
                new SampleLog.Entry(
                        drawn.lane(),
                        drawn.task(),
                        drawn.index(),
                        drawn.sampleId(),
                        problem,
                        cases));
    }

    /** Notes a sample that failed; other than problems of data are thrown on. */
    synchronized void skip(Lane<?> lane, long index, ImagoException failure) {
        Problem problem = failure.problems().get(0);
        boolean stop = problem.code() == ErrorCode.TOO_MANY_BAD_SAMPLES;
        if (stop || problem.code().kind() != ErrorCode.Kind.DATA) {
            throw failure;
        }
        skipped.add(
                new SampleLog.Entry(
                        lane.name(),
                        lane.task(),
                        lane.inSource(index),
                        lane.samples().id(index),
                        problem,
                        Set.of()));
        long allowed = allowed();
        if (skipped.count() > allowed) {
            throw tooMany(lane.place(index), problem, allowed);
        }
    }

    private long allowed() {
        long samples = Math.min(size, Math.max(FEW, seen.get()));
        return rate <= 0 ? 0 : Math.max(1, (long) Math.floor(rate * samples));
    }

    private ImagoException tooMany(String place, Problem last, long allowed) {
        String message =
                skipped.count()
                        + " samples can't be used, more than the "
                        + allowed
                        + " that a rate of "
                        + rate
                        + " allows by now; by reason "
                        + skipped.reasons()
                        + "; the last is "
                        + last.message();
        String hint = "All are listed in " + skipped.file() + "; delete it when they are mended.";
        return new ImagoException(
                List.of(new Problem(ErrorCode.TOO_MANY_BAD_SAMPLES, place, message, hint)));
    }
}
