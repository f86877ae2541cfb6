package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one layer a second time, as FBGEMM reads them for one row.
 *
 * @param arrays first norm; q, k and v together; o; second norm; gate and up together; down; zeros
 * @param heads of queries
 * @param inner width of gate and of up
 * @param bytes that the copies take
 */
record RowWeights(List<NDArray> arrays, long heads, long inner, long bytes) {
    /** Bytes of a value. */
    private static final int WIDTH = 2;

    /**
     * Copies what {@link Ops#packLinear} laid out.
     *
     * @param attention q, k, v, o
     * @param mlp gate, up, down
     * @param norms weights of both norms
     * @param headWidth of one head
     * @return empty where halves can't hold a weight
     */
    static Optional<RowWeights> of(
            LayerOps ops,
            List<NDArray> attention,
            List<NDArray> mlp,
            NDList norms,
            long headWidth) {
        NDManager owner = attention.get(0).getManager();
        List<NDArray> made = new ArrayList<>(7);
        made.add(ops.wide(norms.get(0), owner));
        boolean whole =
                add(ops, made, owner, attention.subList(0, 3))
                        && add(ops, made, owner, attention.subList(3, 4));
        made.add(ops.wide(norms.get(1), owner));
        whole =
                whole
                        && add(ops, made, owner, mlp.subList(0, 2))
                        && add(ops, made, owner, mlp.subList(2, 3));
        if (!whole) {
            made.forEach(NDArray::close);
            return Optional.empty();
        }
        long widest = Math.max(out(attention.subList(0, 3)), out(mlp.subList(0, 2)));
        made.add(owner.zeros(new Shape(Math.max(widest, out(mlp.subList(2, 3))))));
        long heads = out(attention.subList(0, 1)) / headWidth;
        long bytes = bytes(attention) + bytes(mlp);
        return Optional.of(new RowWeights(made, heads, out(mlp.subList(0, 1)), bytes));
    }

    /** Bytes that copies of packed weights take. */
    static long bytes(List<NDArray> packed) {
        return packed.stream().mapToLong(weight -> weight.getShape().size() * WIDTH).sum();
    }

    private static boolean add(
            LayerOps ops, List<NDArray> made, NDManager owner, List<NDArray> packed) {
        Optional<NDArray> copy = ops.rowCopy(owner, packed);
        copy.ifPresent(made::add);
        return copy.isPresent();
    }

    private static long out(List<NDArray> packed) {
        return packed.stream().mapToLong(weight -> weight.getShape().get(0)).sum();
    }

    void close() {
        arrays.forEach(NDArray::close);
    }
}
