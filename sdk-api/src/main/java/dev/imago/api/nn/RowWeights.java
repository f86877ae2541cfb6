package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one layer a second time, in an order for single rows.
 *
 * @param arrays first norm; q, k and v together, five arrays; o, five; second norm; gate and up
 *     together, five; down, five; zeros
 * @param heads of queries
 * @param inner width of gate and of up
 * @param bytes that the copies take
 */
record RowWeights(List<NDArray> arrays, long heads, long inner, long bytes) {
    /** FBGEMM fills up so many columns where weights are in 8 bits. */
    private static final int BLOCK = 512;

    /**
     * Copies the weights of a layer.
     *
     * @param plain the same weights as {@code [out, in]} each, in their order
     * @param norms weights of both norms
     * @param headWidth of one head
     * @return empty where halves can't hold a weight
     */
    static Optional<RowWeights> of(
            LayerOps ops,
            LayerWeights weights,
            RowLayout layout,
            NDList plain,
            NDList norms,
            long headWidth) {
        NDManager owner = weights.attention().get(0).data().getManager();
        List<NDArray> made = new ArrayList<>();
        made.add(ops.wide(norms.get(0), owner));
        int from = 0;
        for (List<PackedWeight> product : weights.products()) {
            if (from == weights.attention().size()) {
                made.add(ops.wide(norms.get(1), owner));
            }
            NDList parts = new NDList(plain.subList(from, from + product.size()));
            Optional<NDList> copy = ops.rowCopy(owner, parts, layout);
            if (copy.isEmpty()) {
                made.forEach(NDArray::close);
                return Optional.empty();
            }
            made.addAll(copy.get());
            from += product.size();
        }
        made.add(owner.zeros(norms.get(0).getShape()));
        long heads = out(plain.get(0)) / headWidth;
        return Optional.of(new RowWeights(made, heads, out(plain.get(4)), bytes(weights)));
    }

    /** As the kernel for single rows takes them. */
    DecodeForm form(LayerOps ops) {
        List<NDArray> settings = List.of(ops.setting(heads), ops.setting(inner));
        return new DecodeForm(DecodeForm.Kernel.ROWS, arrays, settings);
    }

    /** Bytes that copies of a layer's weights take. */
    static long bytes(LayerWeights weights) {
        long bytes = 0;
        for (List<PackedWeight> product : weights.products()) {
            for (PackedWeight part : product) {
                bytes += few(product) ? bytes(part) : 2 * part.rows() * part.columns();
            }
        }
        return bytes;
    }

    /** Bytes that a copy of one weight in 8 bits takes. */
    static long bytes(PackedWeight weight) {
        long blocks = (weight.columns() + BLOCK - 1) / BLOCK;
        return weight.rows() * blocks * BLOCK;
    }

    private static boolean few(List<PackedWeight> product) {
        return product.stream().allMatch(PackedWeight::quantised);
    }

    private static long out(NDArray weight) {
        return weight.getShape().get(0);
    }

    void close() {
        arrays.forEach(NDArray::close);
    }
}
