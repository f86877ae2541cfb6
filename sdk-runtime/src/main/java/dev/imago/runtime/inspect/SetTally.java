package dev.imago.runtime.inspect;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.data.Shortening;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What was counted in one data set. For one thread. */
public final class SetTally {
    private final DataSet set;
    private final Lengths lengths = new Lengths();
    private final Map<ErrorCode, Long> reasons = new EnumMap<>(ErrorCode.class);
    private final Map<Shortening, Long> shortenings = new EnumMap<>(Shortening.class);
    private final BitSet offenders = new BitSet();
    private long checked;
    private long shortened;
    private long learnedTokens;
    private long learnedImages;
    private long images;

    SetTally(DataSet set) {
        this.set = set;
    }

    void add(SampleFacts facts) {
        checked++;
        if (facts.problem() == null) {
            lengths.add(facts.length());
            shortened += facts.shortenings().isEmpty() ? 0 : 1;
            facts.shortenings().forEach(one -> shortenings.merge(one, 1L, Long::sum));
            learnedTokens += facts.learnedTokens();
            learnedImages += facts.learnedImages();
            images += facts.prints().size();
        }
    }

    void offends(long sample, ErrorCode reason) {
        reasons.merge(reason, 1L, Long::sum);
        offenders.set(Math.toIntExact(sample));
    }

    /** The data set. */
    public DataSet set() {
        return set;
    }

    /** Samples that were looked at. */
    public long checked() {
        return checked;
    }

    /** Positions of the samples that can be used, before anything is dropped. */
    public Lengths lengths() {
        return lengths;
    }

    /** Samples that are too long and are trained on only in part. */
    public long shortened() {
        return shortened;
    }

    /** How many of them have lost what; one may count twice, as with turns and their images. */
    public Map<Shortening, Long> shortenings() {
        return Collections.unmodifiableMap(shortenings);
    }

    /** Text positions that carry a loss. */
    public long learnedTokens() {
        return learnedTokens;
    }

    /** Images that are learned. */
    public long learnedImages() {
        return learnedImages;
    }

    /** Images that could be decoded. */
    public long images() {
        return images;
    }

    /** Samples with something wrong. */
    public long offenders() {
        return offenders.cardinality();
    }

    /** How often each thing is wrong; a sample may have several. */
    public Map<ErrorCode, Long> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    /** Share of samples with something wrong. */
    public double rate() {
        return checked == 0 ? 0 : (double) offenders() / checked;
    }
}
