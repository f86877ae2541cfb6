package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernels that fuse much of a transformer layer, from {@link Ops#layers}: what bounds small models
 * is the number of calls and operators. Legend: B batch, T new positions, S all positions, W width,
 * H heads, KV key-value heads, D head width.
 */
final class LayerOps {
    private final TorchProgram program;

    /** Over the program of {@link Ops}, which closes it. */
    LayerOps(TorchProgram program) {
        this.program = program;
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
     * A pre-norm layer for one new position, over packed weights; not differentiable.
     *
     * @param x {@code [B, 1, W]}
     * @param weights norm, q, k, v, o, norm, gate, up, down
     * @param rotary cos and sin {@code [B, 1, D]}
     * @param cache keys, values {@code [B, KV, capacity, D]}, changed, and where to write, 0-d
     * @param window as in {@link #mergedAttention}
     */
    NDArray decode(
            NDArray x,
            List<NDArray> weights,
            NDList rotary,
            List<NDArray> cache,
            double epsilon,
            int window) {
        List<NDArray> arguments = arguments(x, weights, rotary, cache);
        arguments.add(program.scalar(epsilon));
        arguments.add(program.scalar(window));
        return program.call("decode_layer", arguments.toArray(NDArray[]::new));
    }

    /**
     * As {@link #decode} over quantised weights.
     *
     * @param weights q, k and v together, o, gate and up together, down
     * @param norms weights of both norms
     */
    NDArray decodeQuantised(
            NDArray x,
            List<PackedWeight> weights,
            NDList norms,
            NDList rotary,
            List<NDArray> cache,
            double epsilon,
            int window) {
        List<NDArray> laid = new ArrayList<>(10);
        laid.add(norms.get(0));
        addRows(laid, weights.subList(0, 2));
        laid.add(norms.get(1));
        addRows(laid, weights.subList(2, 4));
        List<NDArray> arguments = arguments(x, laid, rotary, cache);
        arguments.add(program.scalar(epsilon));
        arguments.add(program.scalar(window));
        for (PackedWeight weight : weights) {
            arguments.add(program.scalar(weight.layout().ordinal()));
            arguments.add(program.scalar(weight.group()));
        }
        return program.call("decode_layer_quantised", arguments.toArray(NDArray[]::new));
    }

    private static void addRows(List<NDArray> arguments, List<PackedWeight> weights) {
        for (PackedWeight weight : weights) {
            arguments.add(weight.data());
            arguments.add(weight.scales());
        }
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
