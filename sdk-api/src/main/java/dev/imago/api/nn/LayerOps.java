package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kernels that fuse much of a transformer layer, from {@link Ops#layers}: what bounds small models
 * is the number of calls and operators. Legend: B batch, T new positions, S all positions, W width,
 * H heads, KV key-value heads, D head width.
 */
final class LayerOps {
    private final TorchProgram program;
    private final RowCopies rowCopies;

    /** Over the program of {@link Ops}, which closes it. */
    LayerOps(TorchProgram program, QuantOps quantised) {
        this.program = program;
        this.rowCopies = new RowCopies(this, quantised, !program.onGpu());
    }

    /** Weights a second time, for decoding. */
    RowCopies rowCopies() {
        return rowCopies;
    }

    /** Heads of three projections {@code [B, T, n * D]}, queries and keys rotated. */
    NDList rotatedHeads(NDArray q, NDArray k, NDArray v, NDArray cos, NDArray sin) {
        return program.callAll("rotated_heads", q, k, v, cos, sin);
    }

    /**
     * Attention with heads side by side, {@code [B, T, H * D]}; causal where mask is null. A window
     * above 0 hides all but so many keys up to a query's own.
     */
    NDArray mergedAttention(NDArray q, NDArray k, NDArray v, NDArray mask, int window) {
        NDArray keys = program.scalar(window);
        return mask == null
                ? program.call("merged_causal", q, k, v, keys)
                : program.call("merged_masked", q, k, v, mask, keys);
    }

    /**
     * As {@link #mergedAttention} for one row of samples end to end, each seeing only itself.
     *
     * @param segments {@code [N]} int64 on the CPU, their lengths
     */
    NDArray packedAttention(NDArray q, NDArray k, NDArray v, NDArray segments, int window) {
        return program.call("merged_segments", q, k, v, segments, program.scalar(window));
    }

    /**
     * Writes keys and values into a cache in place.
     *
     * @param k {@code [B, KV, T, D]}
     * @param v {@code [B, KV, T, D]}
     * @param keys {@code [B, KV, capacity, D]}, changed
     * @param values {@code [B, KV, capacity, D]}, changed
     * @param start 0-d int64 on the CPU, the first position to write
     * @return views of the first {@code start + T} keys and values
     */
    NDList cacheAppend(NDArray k, NDArray v, NDArray keys, NDArray values, NDArray start) {
        return program.callAll("cache_append", k, v, keys, values, start);
    }

    /** {@code x [B, T, W]}, {@code rows [L]} int64, {@code b·T + t}: {@code [L, W]}. */
    NDArray gatherPositions(NDArray x, NDArray rows) {
        return program.call("gather_positions", x, rows);
    }

    /**
     * A pre-norm layer over plain weights.
     *
     * @param x {@code [B, T, W]}
     * @param weights norm, q, k, v, o, norm, gate, up, down
     * @param rotary cos and sin {@code [B, T, D]}
     * @param mask {@code [B, 1, T, S]} boolean; causal where it is null
     * @param segments as in {@link #packedAttention}; null for rows of one sample each
     * @param cache keys, values {@code [B, KV, capacity, D]}, changed, and where to write, 0-d;
     *     empty for none
     * @param window as in {@link #mergedAttention}
     * @param rows {@code [L]} int64, {@code b·T + t}: positions that are wanted; null for all
     * @return {@code [B, T, W]}, with rows {@code [L, W]}
     */
    NDArray plain(
            NDArray x,
            List<NDArray> weights,
            NDList rotary,
            NDArray mask,
            NDArray segments,
            List<NDArray> cache,
            double epsilon,
            int window,
            NDArray rows) {
        NDArray none = program.scalar(0);
        List<NDArray> arguments =
                arguments(x, weights, rotary, cache.isEmpty() ? List.of(none, none, none) : cache);
        arguments.add(program.scalar(epsilon));
        arguments.add(mask == null ? none : mask);
        arguments.add(program.scalar(window));
        arguments.add(segments == null ? none : segments);
        arguments.add(rows == null ? none : rows);
        return program.call("layer", arguments.toArray(NDArray[]::new));
    }

    /**
     * The layer of one new position over plain weights.
     *
     * @param weights q, k, v, o, gate, up, down, {@code [out, in]} each
     */
    NDArray plain(DecodeInput input, NDList weights) {
        return plain(
                input.x(),
                laid(input, weights),
                input.rotary(),
                null,
                null,
                input.cache(),
                input.epsilon(),
                input.window(),
                null);
    }

    /**
     * What a layer reads for one new position besides its linear weights.
     *
     * @param x {@code [B, 1, W]}
     * @param norms weights of both norms
     * @param rotary cos and sin {@code [B, 1, D]}
     * @param cache keys, values {@code [B, KV, capacity, D]}, changed, and where to write, 0-d
     * @param window as in {@link #mergedAttention}
     */
    record DecodeInput(
            NDArray x,
            NDList norms,
            NDList rotary,
            List<NDArray> cache,
            double epsilon,
            int window) {}

    /** A pre-norm layer for one new position, not differentiable. */
    NDArray decode(DecodeInput input, DecodeForm form) {
        return decodeStack(
                input.x(),
                List.of(new StackedLayer(form, input.epsilon(), input.window())),
                input.rotary(),
                new NDList(input.cache().subList(0, 2)),
                input.cache().get(2));
    }

    /**
     * One of several layers that are computed in one call.
     *
     * @param window as in {@link #mergedAttention}
     */
    record StackedLayer(DecodeForm form, double epsilon, int window) {}

    /**
     * Pre-norm layers one after the other for one new position, in one call; not differentiable.
     *
     * @param x {@code [B, 1, W]}
     * @param layers what each reads
     * @param rotary cos and sin {@code [B, 1, D]}
     * @param cache keys and values of each layer in turn, {@code [B, KV, capacity, D]}, changed
     * @param start where to write, 0-d
     * @return {@code [B, 1, W]}, owned by the manager of {@code x}
     */
    NDArray decodeStack(
            NDArray x, List<StackedLayer> layers, NDList rotary, NDList cache, NDArray start) {
        NDList arrays = new NDList();
        long[] kernels = new long[layers.size()];
        for (int layer = 0; layer < kernels.length; layer++) {
            StackedLayer one = layers.get(layer);
            kernels[layer] = one.form().kernel().ordinal();
            arrays.addAll(one.form().arrays());
            arrays.add(program.scalar(one.epsilon()));
            arrays.add(program.scalar(one.window()));
            arrays.addAll(one.form().settings());
        }
        return program.run(
                        x.getManager(),
                        "decode_stack",
                        x,
                        kernels,
                        arrays,
                        rotary.get(0),
                        rotary.get(1),
                        cache,
                        start)
                .get(0);
    }

    /** A number as a kernel takes it. */
    NDArray setting(Number value) {
        return program.scalar(value);
    }

    /** Weights of a layer among its norms. */
    private static List<NDArray> laid(DecodeInput input, List<NDArray> weights) {
        List<NDArray> laid = new ArrayList<>(9);
        laid.add(input.norms().get(0));
        laid.addAll(weights.subList(0, 4));
        laid.add(input.norms().get(1));
        laid.addAll(weights.subList(4, 7));
        return laid;
    }

    /**
     * Weights, one below the other, laid out for single rows.
     *
     * @param parts {@code [out, in]} each
     * @return what the kernel for single rows reads, owned by the owner; empty where halves can't
     *     hold them
     */
    Optional<NDList> rowCopy(NDManager owner, NDList parts, RowLayout layout) {
        NDList copy = program.run(owner, layout.method(), parts);
        return copy.isEmpty() ? Optional.empty() : Optional.of(copy);
    }

    /** A weight laid out in 8 bits for {@link #rowProduct}, owned by its manager. */
    NDList rowCopy(PackedWeight weight) {
        return program.run(
                weight.data().getManager(),
                "row_bytes_fine",
                weight.data(),
                weight.scales(),
                weight.layout().ordinal(),
                weight.group(),
                weight.columns());
    }

    /**
     * The product of one row with what {@link #rowCopy(PackedWeight)} laid out.
     *
     * @param x {@code [..., in]}
     * @return {@code [..., out]}, owned by the manager of {@code x}
     */
    NDArray rowProduct(NDArray x, NDList copy) {
        NDArray[] arguments = new NDArray[1 + copy.size()];
        arguments[0] = x;
        for (int i = 0; i < copy.size(); i++) {
            arguments[1 + i] = copy.get(i);
        }
        return program.call("row_product_fine", arguments);
    }

    /** A weight from {@link Ops#packLinear} as it was, owned by its manager. */
    NDArray unpacked(NDArray packed) {
        return program.call("unpacked", packed);
    }

    /** A copy in float32, owned by the owner. */
    NDArray wide(NDArray x, NDManager owner) {
        NDArray wide = program.call("cast", x, program.scalar(Precision.FP32.torchCode()));
        wide.attach(owner);
        return wide;
    }

    private static List<NDArray> arguments(
            NDArray x, List<NDArray> weights, NDList rotary, List<NDArray> cache) {
        List<NDArray> arguments = new ArrayList<>(26);
        arguments.add(x);
        arguments.addAll(weights);
        arguments.addAll(rotary);
        arguments.addAll(cache);
        return arguments;
    }
}
