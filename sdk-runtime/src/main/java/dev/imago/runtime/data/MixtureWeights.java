package dev.imago.runtime.data;

/**
 * How much the sizes of data sets decide about how often they are drawn: a lane's share is its
 * weight times the T-th root of its size. At 1 every sample of the mixture is as likely; the higher
 * the temperature, the more alike are large and small sets; without one only weights count.
 *
 * @param temperature above 0; null where sizes don't count
 */
public record MixtureWeights(Double temperature) {
    /** Sizes don't count. */
    public static final MixtureWeights AS_STATED = new MixtureWeights(null);

    /**
     * The weight of a lane in its mixture.
     *
     * @param stated in the recipe
     * @param size of the lane
     * @param repeats how often each sample counts
     */
    public double weight(double stated, long size, double repeats) {
        return temperature == null ? stated : stated * Math.pow(size * repeats, 1 / temperature);
    }
}
