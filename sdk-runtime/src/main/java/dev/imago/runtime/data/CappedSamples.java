package dev.imago.runtime.data;

import dev.imago.api.data.LeftOut;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Some of many samples, spread over them by a seed: files are often sorted, and their first rows
 * would not stand for the rest.
 */
final class CappedSamples<S extends Sample> implements Samples<S> {
    private final Samples<S> all;
    private final long size;
    private final KeyedPermutation chosen;

    /**
     * @param most how many to take, fewer than there are
     * @param seed chooses them
     */
    CappedSamples(Samples<S> all, long most, long seed) {
        this.all = all;
        this.size = most;
        this.chosen = new KeyedPermutation(all.size(), seed);
    }

    @Override
    public long size() {
        return size;
    }

    /** The index among all. */
    long inSource(long index) {
        return chosen.at(Objects.checkIndex(index, size));
    }

    @Override
    public S get(long index) {
        return all.get(inSource(index));
    }

    @Override
    public String id(long index) {
        return all.id(inSource(index));
    }

    @Override
    public Map<String, Long> leftOut() {
        return all.leftOut();
    }

    @Override
    public void eachLeftOut(long most, Consumer<LeftOut> told) {
        all.eachLeftOut(most, told);
    }

    @Override
    public boolean repeats() {
        return all.repeats();
    }
}
