package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.Api;

/**
 * Keys and values of the positions read so far, layer by layer. Not thread-safe. Legend: B batch,
 * KV key-value heads, T new positions, S all positions, D head width.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface KvCache extends AutoCloseable {
    /** Positions that every layer holds. */
    int length();

    /** The most positions it can hold. */
    int capacity();

    /**
     * Adds a layer's new keys and values in place.
     *
     * @param layer 0-based
     * @param keys {@code [B, KV, T, D]}
     * @param values {@code [B, KV, T, D]}
     * @return views {@code [B, KV, S, D]} of all keys and values
     */
    NDList append(int layer, NDArray keys, NDArray values);

    /** Forgets all positions from {@code length} on. */
    void truncate(int length);

    @Override
    void close();
}
