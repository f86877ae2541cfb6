package dev.imago.runtime.data;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The endless stream of training examples. Position by position it is a pure function of the recipe
 * and the seed: nothing is stored, any position can be opened first, by any thread. Each lane goes
 * through all its samples, shuffled anew, before one comes again. Thread-safe.
 */
public final class Mixture {
    private final List<Lane<?>> lanes;
    private final WeightedOrder order;
    private final long seed;
    private final BadSamples bad;

    /**
     * @param lanes at least one with a weight above 0
     * @param seed the recipe's
     * @param bad is told of samples that can't be used
     */
    public Mixture(List<? extends Lane<?>> lanes, long seed, BadSamples bad) {
        this.lanes = List.copyOf(lanes);
        this.seed = seed;
        this.bad = bad;
        double[] weights = this.lanes.stream().mapToDouble(Lane::weight).toArray();
        this.order = new WeightedOrder(weights, seed);
    }

    /** The lanes, in the recipe's order. */
    public List<Lane<?>> lanes() {
        return lanes;
    }

    /** How many samples all lanes hold. */
    public long size() {
        return lanes.stream().mapToLong(lane -> lane.samples().size()).sum();
    }

    /** The example at a position of the whole run. */
    public Drawn draw(long position) {
        return draw(position, Function.identity());
    }

    /**
     * The example at a position, made into something. Where a sample or what is made of it fails
     * with a problem of data, it is counted and the next of its lane's shuffle stands in.
     *
     * @param position 0-based, of the whole run
     * @param make e.g. tokenises, loads the images; may be called several times
     * @throws ImagoException with TOO_MANY_BAD_SAMPLES
     */
    public <T> T draw(long position, Function<? super Drawn, T> make) {
        int number = order.lane(position);
        Lane<?> lane = lanes.get(number);
        long rank = order.rank(position);
        long size = lane.samples().size();
        long epoch = rank / size;
        KeyedPermutation shuffle = new KeyedPermutation(size, Mix64.of(seed, number, epoch));
        bad.reach(position);
        for (long attempt = 0; attempt < size; attempt++) {
            long index = shuffle.at((rank + attempt) % size);
            try {
                return make.apply(drawn(lane, number, index, epoch));
            } catch (ImagoException e) {
                bad.skip(lane, index, e);
            }
        }
        throw new ImagoException(
                ErrorCode.TOO_MANY_BAD_SAMPLES,
                lane.name(),
                "none of its " + size + " samples can be used");
    }

    /**
     * Counts and lists a sample that was used only in part.
     *
     * @param cases what is missing
     * @param message the same in words
     */
    public void shortened(Drawn drawn, Set<Shortening> cases, String message) {
        bad.shorten(drawn, cases, message);
    }

    /** All samples of a task, lane after lane. */
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        List<Samples<S>> parts = new ArrayList<>();
        for (Lane<?> lane : lanes) {
            if (lane.task().equals(task) && type.isAssignableFrom(lane.formatter().sampleType())) {
                @SuppressWarnings("unchecked")
                Samples<S> part = (Samples<S>) lane.samples();
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new ImagoException(
                    List.of(
                            new Problem(
                                    ErrorCode.INVALID_VALUE,
                                    "data",
                                    "has no samples for task '" + task + "'",
                                    "It has: " + tasks() + ".")));
        }
        return new JoinedSamples<>(parts);
    }

    /**
     * The images of all samples, lane after lane, as often as they occur; samples that can't be
     * used are left out.
     */
    public Iterator<ImageSource> images() {
        return new SampleImages(lanes);
    }

    private String tasks() {
        return String.join(", ", lanes.stream().map(Lane::task).distinct().sorted().toList());
    }

    /**
     * A sample of a lane as it is phrased in an epoch.
     *
     * @param number of the lane among {@link #lanes}
     */
    public Conversation conversation(int number, long index, long epoch) {
        return lanes.get(number).conversation(index, Mix64.of(seed, number, index, epoch, 1));
    }

    private Drawn drawn(Lane<?> lane, int number, long index, long epoch) {
        return new Drawn(
                lane.name(),
                lane.task(),
                lane.inSource(index),
                lane.samples().id(index),
                epoch,
                conversation(number, index, epoch));
    }
}
