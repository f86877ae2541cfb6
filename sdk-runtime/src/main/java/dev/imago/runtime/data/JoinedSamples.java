package dev.imago.runtime.data;

import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import java.util.List;
import java.util.Objects;

/** Several rows of samples, one after the other. */
final class JoinedSamples<S extends Sample> implements Samples<S> {
    private final List<Samples<S>> parts;
    private final long size;

    JoinedSamples(List<Samples<S>> parts) {
        this.parts = List.copyOf(parts);
        this.size = parts.stream().mapToLong(Samples::size).sum();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public S get(long index) {
        Place<S> place = place(index);
        return place.part().get(place.index());
    }

    @Override
    public String id(long index) {
        Place<S> place = place(index);
        return place.part().id(place.index());
    }

    @Override
    public boolean repeats() {
        return parts.stream().anyMatch(Samples::repeats);
    }

    private Place<S> place(long index) {
        long left = Objects.checkIndex(index, size);
        for (Samples<S> part : parts) {
            if (left < part.size()) {
                return new Place<>(part, left);
            }
            left -= part.size();
        }
        throw new IllegalStateException("sizes changed: " + index + " of " + size);
    }

    private record Place<S extends Sample>(Samples<S> part, long index) {}
}
