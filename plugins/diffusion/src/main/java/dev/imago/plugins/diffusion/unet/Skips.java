package dev.imago.plugins.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the way down leaves for the way up, the last first; closes what is left of it. */
final class Skips implements AutoCloseable {
    private final Deque<NDArray> stack = new ArrayDeque<>();

    void push(NDArray skip) {
        stack.push(skip);
    }

    /** The next one; the caller closes it. */
    NDArray pop() {
        return stack.pop();
    }

    /** The shape of the next one. */
    Shape nextShape() {
        return stack.peek().getShape();
    }

    @Override
    public void close() {
        stack.forEach(NDArray::close);
        stack.clear();
    }
}
