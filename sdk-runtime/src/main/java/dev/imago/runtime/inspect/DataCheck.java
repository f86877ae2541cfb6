package dev.imago.runtime.inspect;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import dev.imago.runtime.data.Preflight;
import dev.imago.runtime.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Goes over every sample of a recipe: can it be used, how long is it, is it there twice, and is one
 * of its images also evaluated on. Memory does not grow with the training data, but for one bit a
 * sample.
 */
public final class DataCheck {
    private final Settings settings;
    private final Preflight preflight;
    private final Progress progress;

    /**
     * @param preflight checks single conversations
     */
    public DataCheck(Settings settings, Preflight preflight, Progress progress) {
        this.settings = settings;
        this.preflight = preflight;
        this.progress = progress;
    }

    /**
     * How to check.
     *
     * @param threads that open samples
     * @param limit the most samples of each data set
     * @param mostApart bits of {@value ImagePrint#BITS} by which the same picture may differ, at
     *     most {@value PrintIndex#MOST_APART}
     * @param offenders file that lists the samples with something wrong
     */
    public record Settings(int threads, long limit, int mostApart, Path offenders) {}

    /**
     * What was found.
     *
     * @param sets in the recipe's order
     * @param seconds it took
     */
    public record Result(List<SetTally> sets, double seconds) {
        /** Copies the list. */
        public Result {
            sets = List.copyOf(sets);
        }

        /** Samples that were looked at. */
        public long samples() {
            return sets.stream().mapToLong(SetTally::checked).sum();
        }

        /** Images that could be decoded. */
        public long images() {
            return sets.stream().mapToLong(SetTally::images).sum();
        }

        /** The data sets with too many samples with something wrong. */
        public List<SetTally> above(double rate) {
            return sets.stream().filter(set -> set.rate() > rate).toList();
        }
    }

    /**
     * Checks.
     *
     * @throws dev.imago.api.error.ImagoException for what is no problem of the data
     */
    public Result run(List<DataSet> sets) {
        long start = System.nanoTime();
        List<SetTally> tallies = sets.stream().map(SetTally::new).toList();
        long total = sets.stream().mapToLong(this::size).sum();
        try (Offenders offenders = new Offenders(settings.offenders());
                RepeatFinder ids = new RepeatFinder();
                RepeatFinder contents = new RepeatFinder();
                SamplePool pool = new SamplePool(settings.threads(), new SampleCheck(preflight));
                Progress.Bar bar = progress.bar("checking data", total)) {
            Pass pass = new Pass(tallies, offenders, ids, contents, bar);
            // What is evaluated on comes first: training images are then looked up as they come.
            order(sets).forEach(number -> pass.go(number, pool));
            pass.repeats();
            sets.forEach(
                    set ->
                            set.lane()
                                    .samples()
                                    .eachLeftOut(
                                            settings.limit(),
                                            record -> offenders.leftOut(set, record)));
            offenders.finish();
        }
        return new Result(tallies, (System.nanoTime() - start) / 1e9);
    }

    private static List<Integer> order(List<DataSet> sets) {
        List<Integer> order = new ArrayList<>();
        for (int number = 0; number < sets.size(); number++) {
            order.add(number);
        }
        order.sort(Comparator.comparing(number -> !sets.get(number).evaluation()));
        return order;
    }

    private long size(DataSet set) {
        return Math.min(settings.limit(), set.size());
    }

    /** One going over all. */
    private final class Pass {
        private final List<SetTally> tallies;
        private final Offenders offenders;
        private final RepeatFinder ids;
        private final RepeatFinder contents;
        private final Progress.Bar bar;
        private final PrintIndex evaluated = new PrintIndex();
        private final long start = System.nanoTime();
        private long done;
        private long images;

        Pass(
                List<SetTally> tallies,
                Offenders offenders,
                RepeatFinder ids,
                RepeatFinder contents,
                Progress.Bar bar) {
            this.tallies = tallies;
            this.offenders = offenders;
            this.ids = ids;
            this.contents = contents;
            this.bar = bar;
        }

        void go(int number, SamplePool pool) {
            SetTally tally = tallies.get(number);
            pool.forEach(tally.set(), size(tally.set()), facts -> sample(number, tally, facts));
        }

        private void sample(int number, SetTally tally, SampleFacts facts) {
            tally.add(facts);
            // Another data set may have the same ids.
            long idHash = facts.idHash() + number * 0x9E3779B97F4A7C15L;
            ids.add(new RepeatFinder.Met(idHash, number, facts.index()));
            if (facts.problem() == null) {
                if (!tally.set().lane().samples().repeats()) {
                    contents.add(new RepeatFinder.Met(facts.contentHash(), number, facts.index()));
                }
                images(tally, facts);
            } else {
                offenders.add(tally, facts.index(), facts.problem());
            }
            images += facts.prints().size();
            double seconds = (System.nanoTime() - start) / 1e9;
            bar.at(++done, speed(seconds));
        }

        private String speed(double seconds) {
            return String.format(Locale.ROOT, "%,.0f images/s", images / Math.max(seconds, 1e-3));
        }

        private void images(SetTally tally, SampleFacts facts) {
            for (ImagePrint print : facts.prints()) {
                if (tally.set().evaluation()) {
                    evaluated.add(new PrintIndex.Entry(print, tally.set(), facts.index()));
                    continue;
                }
                Optional<PrintIndex.Entry> same = evaluated.find(print, settings.mostApart());
                if (same.isPresent()) {
                    shared(tally, facts.index(), print, same.get());
                    return;
                }
            }
        }

        private void shared(
                SetTally tally, long sample, ImagePrint print, PrintIndex.Entry evaluatedOn) {
            boolean exact = print.exact() == evaluatedOn.print().exact();
            String message =
                    "has an image that "
                            + evaluatedOn.set().lane().place(evaluatedOn.sample())
                            + " is evaluated on"
                            + (exact ? "" : ", or one that looks the same");
            offends(tally, sample, ErrorCode.SHARED_IMAGE, message);
        }

        void repeats() {
            ids.forEach((met, first) -> repeated(met, first, ErrorCode.DUPLICATE_ID, "the id"));
            contents.forEach(
                    (met, first) ->
                            repeated(
                                    met,
                                    first,
                                    ErrorCode.DUPLICATE_SAMPLE,
                                    "all words and images"));
        }

        private void repeated(
                RepeatFinder.Met met, RepeatFinder.Met first, ErrorCode reason, String what) {
            DataSet earlier = tallies.get(first.set()).set();
            String place = earlier.lane().place(first.sample());
            String message = "has " + what + " of sample " + first.sample() + ", " + place;
            offends(tallies.get(met.set()), met.sample(), reason, message);
        }

        private void offends(SetTally tally, long sample, ErrorCode reason, String message) {
            String place = tally.set().lane().place(sample);
            offenders.add(tally, sample, Problem.of(reason, place, message));
        }
    }
}
