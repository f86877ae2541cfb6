package dev.imago.api.nn;

import java.util.random.RandomGenerator;

/** An {@link Init} that fills value by value. */
record PiecewiseInit(Init fill) implements Init {
    @Override
    public void fill(RandomGenerator random, float[] values) {
        fill.fill(random, values);
    }

    @Override
    public boolean inPieces() {
        return true;
    }
}
