package dev.imago.plugins.tasks.template;

import java.util.List;
import java.util.stream.IntStream;

/** Which elements {@code [from:to:step]} takes of a row, as Python counts. */
final class PythonSlice {
    private PythonSlice() {}

    /**
     * The indices in order.
     *
     * @param bounds from, to and step; an empty text stands for one that is not written
     * @param size of the row
     */
    static IntStream of(List<Object> bounds, int size) {
        int step = written(bounds.get(2)) ? PythonText.number(bounds.get(2)) : 1;
        if (step == 0) {
            JinjaRenderer.refuse("a slice has a step of zero");
        }
        // A step backwards ends before the first element, which is no index.
        int least = step > 0 ? 0 : -1;
        int from = bound(bounds.get(0), size, least, step > 0 ? 0 : size - 1);
        int to = bound(bounds.get(1), size, least, step > 0 ? size : -1);
        return IntStream.iterate(from, at -> step > 0 ? at < to : at > to, at -> at + step);
    }

    private static boolean written(Object bound) {
        return bound instanceof Number;
    }

    private static int bound(Object bound, int size, int least, int otherwise) {
        if (!written(bound)) {
            return otherwise;
        }
        int number = PythonText.number(bound);
        int counted = number < 0 ? number + size : number;
        return Math.max(least, Math.min(counted, least + size));
    }
}
