package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The copy for single rows of one large weight in few bits, made when it has been read often. */
final class RowProduct {
    private final AtomicInteger uses = new AtomicInteger();
    private volatile NDList copy;
    private RowCopies owner;

    /**
     * @param x {@code [..., in]}, one row
     * @return {@code [..., out]}; empty where the weight itself is to be read
     */
    Optional<NDArray> apply(RowCopies copies, PackedWeight weight, NDArray x) {
        if (copies.dueAlone(uses.incrementAndGet(), weight)) {
            synchronized (this) {
                copy = copies.copyAlone(weight, x).orElse(null);
                owner = copies;
            }
        }
        NDList own = copy;
        return own == null ? Optional.empty() : Optional.of(copies.productAlone(x, own));
    }

    /** Lets go of the copy. */
    synchronized void close(PackedWeight weight) {
        NDList own = copy;
        copy = null;
        if (own != null) {
            owner.releaseAlone(weight, own);
        }
    }
}
