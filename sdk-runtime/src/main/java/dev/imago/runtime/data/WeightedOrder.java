package dev.imago.runtime.data;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;

/**
 * Shares an endless row of positions among lanes by weight, as evenly as can be: in any stretch,
 * each lane has its share to within about one position. A round of at most {@value #MOST_SLOTS}
 * slots repeats, so that any position is answered at once.
 */
final class WeightedOrder {
    private static final int MOST_SLOTS = 4096;

    private final int[] slots;
    private final int[] ranks;
    private final int[] shares;
    private final int offset;

    /**
     * @param weights one for each lane, at least one above 0
     * @param seed turns the round, so that runs of other seeds begin elsewhere
     */
    WeightedOrder(double[] weights, long seed) {
        this.shares = shares(weights);
        int round = 0;
        for (int share : shares) {
            round += share;
        }
        this.slots = spread(shares, round);
        this.ranks = new int[round];
        int[] seen = new int[weights.length];
        this.offset = (int) Long.remainderUnsigned(Mix64.of(seed), round);
        for (int i = 0; i < round; i++) {
            ranks[i] = seen[slots[slot(i)]]++;
        }
    }

    /** The lane of a position. */
    int lane(long position) {
        return slots[slot((int) (position % slots.length))];
    }

    /** How many earlier positions the lane of a position has had. */
    long rank(long position) {
        long rounds = position / slots.length;
        return rounds * shares[lane(position)] + ranks[(int) (position % slots.length)];
    }

    private int slot(int place) {
        return (place + offset) % slots.length;
    }

    /** Whole shares in the smallest round that has them exactly, else in the largest round. */
    private static int[] shares(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new ImagoException(
                        ErrorCode.INVALID_VALUE,
                        "data",
                        "has a task of weight " + weight + ", expected at least 0");
            }
            sum += weight;
        }
        if (!(sum > 0)) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE, "data", "has no task with a weight above 0");
        }
        for (int round = 1; round < MOST_SLOTS; round++) {
            if (exact(weights, sum, round)) {
                return rounded(weights, sum, round);
            }
        }
        return rounded(weights, sum, MOST_SLOTS);
    }

    private static boolean exact(double[] weights, double sum, int round) {
        for (double weight : weights) {
            double share = weight / sum * round;
            if (Math.abs(share - Math.rint(share)) > 1e-9 * round) {
                return false;
            }
        }
        return true;
    }

    /** A lane with a weight has at least one slot, however small the weight. */
    private static int[] rounded(double[] weights, double sum, int round) {
        int[] shares = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            int share = (int) Math.rint(weights[i] / sum * round);
            shares[i] = weights[i] > 0 ? Math.max(1, share) : 0;
        }
        return shares;
    }

    /** Each slot goes to the lane that is furthest behind its share. */
    private static int[] spread(int[] shares, int round) {
        int[] slots = new int[round];
        long[] credit = new long[shares.length];
        for (int i = 0; i < round; i++) {
            int best = 0;
            for (int lane = 0; lane < shares.length; lane++) {
                credit[lane] += shares[lane];
                best = credit[lane] > credit[best] ? lane : best;
            }
            credit[best] -= round;
            slots[i] = best;
        }
        return slots;
    }
}
