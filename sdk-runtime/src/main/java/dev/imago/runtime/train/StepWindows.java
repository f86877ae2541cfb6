package dev.imago.runtime.train;

import dev.imago.runtime.data.KeyedPermutation;
import dev.imago.runtime.data.Mix64;
import dev.imago.runtime.sequence.LikeBatches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/**
 * The examples of each step. Within a window of steps those that are alike come together, and the
 * steps come in an order that the seed gives. What a step holds depends on the positions of its
 * window alone, so a run may go on at any step. While one window is trained on, the next is drawn
 * step by step. Thread-safe.
 *
 * @param <E> an example
 */
final class StepWindows<E> {
    private final Grouping grouping;
    private final LongFunction<E> draw;
    private final Predicate<E> images;
    private final ToIntFunction<E> length;
    private final Map<Long, List<E>> drawn = new HashMap<>();
    private List<List<E>> window = List.of();
    private long number = -1;

    /**
     * How steps are filled.
     *
     * @param batchSize examples of a step
     * @param window steps whose examples are put together; 1 leaves them as they are drawn
     * @param steps of the whole run, behind which nothing is drawn
     * @param seed of the order within a window
     */
    record Grouping(int batchSize, int window, long steps, long seed) {
        long first(long number) {
            return number * window;
        }

        long end(long number) {
            return Math.min(first(number + 1), steps);
        }
    }

    /**
     * @param draw gives the example at a position of the run; called by several threads
     * @param images whether an example has images
     * @param length positions of its sequence
     */
    StepWindows(
            Grouping grouping, LongFunction<E> draw, Predicate<E> images, ToIntFunction<E> length) {
        this.grouping = grouping;
        this.draw = draw;
        this.images = images;
        this.length = length;
    }

    /** The examples of a step of the run. */
    synchronized List<E> step(long step) {
        if (grouping.window() == 1) {
            return drawn(step);
        }
        long wanted = step / grouping.window();
        if (wanted != number) {
            window = window(wanted);
            number = wanted;
        }
        long ahead = step + grouping.window();
        if (ahead < grouping.steps()) {
            drawn.computeIfAbsent(ahead, this::drawn);
        }
        return window.get((int) (step - grouping.first(wanted)));
    }

    private List<List<E>> window(long wanted) {
        long first = grouping.first(wanted);
        long end = grouping.end(wanted);
        drawn.keySet().removeIf(step -> step < first);
        List<E> examples = new ArrayList<>();
        for (long step = first; step < end; step++) {
            List<E> ready = drawn.remove(step);
            examples.addAll(ready == null ? drawn(step) : ready);
        }
        List<List<E>> batches = LikeBatches.of(examples, images, length, grouping.batchSize());
        KeyedPermutation order =
                new KeyedPermutation(batches.size(), Mix64.of(grouping.seed(), wanted));
        return LongStream.range(0, batches.size())
                .mapToObj(at -> batches.get((int) order.at(at)))
                .toList();
    }

    /** Each position's example depends on nothing else, so threads may share them out. */
    private List<E> drawn(long step) {
        int size = grouping.batchSize();
        return LongStream.range(step * size, (step + 1) * size).parallel().mapToObj(draw).toList();
    }
}
