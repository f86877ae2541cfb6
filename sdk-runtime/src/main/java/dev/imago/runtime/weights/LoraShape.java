package dev.imago.runtime.weights;

/**
 * What an adapter is on one layer.
 *
 * @param rank of its two matrices
 * @param alpha what it adds is scaled by {@code alpha / rank}
 * @param dropout share of the layer's inputs that is zeroed while it is trained
 * @param rslora whether the scale is {@code alpha / √rank} instead
 * @param dora whether the length of each row is learned apart
 */
public record LoraShape(int rank, double alpha, double dropout, boolean rslora, boolean dora) {
    /** The number on what it adds. */
    public double scaling() {
        return alpha / (rslora ? Math.sqrt(rank) : rank);
    }
}
