package dev.imago.api.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/** Is told what was compared while a case is checked. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Comparisons {
    /**
     * Two arrays of one shape. Every number may be off by {@code absolute + relative · m}, where m
     * is the largest expected one.
     */
    void tensor(String name, NDArray actual, NDArray expected, double absolute, double relative);

    /** Two numbers, alike. */
    void number(String name, double actual, double expected, double absolute, double relative);

    /** Two lists of integers that must be equal. */
    void exact(String name, long[] actual, long[] expected);

    /** Something that holds, or else {@code otherwise} tells what is wrong. */
    void holds(String name, boolean held, String otherwise);
}
