package dev.imago.api.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;
import java.util.Arrays;
import java.util.List;

/** A {@link KvCache} whose memory is taken once, at its full capacity, and written in place. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class PreallocatedKvCache implements KvCache {
    private final Ops ops;
    private final NDManager manager;
    private final NDManager cpu;
    private final NDArray[] keys;
    private final NDArray[] values;
    private final int[] lengths;
    private final int capacity;
    private NDArray start;
    private int startValue = -1;

    /**
     * @param owner closing it closes the cache
     * @param layers number of layers
     * @param shape {@code [B, KV, capacity, D]} of each layer's keys, and of its values
     * @param precision the model's
     */
    public PreallocatedKvCache(
            Ops ops, NDManager owner, int layers, Shape shape, Precision precision) {
        this.ops = ops;
        manager = owner.newSubManager();
        cpu = manager.newSubManager(Device.cpu());
        keys = new NDArray[layers];
        values = new NDArray[layers];
        lengths = new int[layers];
        capacity = Math.toIntExact(shape.get(2));
        for (int i = 0; i < layers; i++) {
            keys[i] = ops.zeros(manager, shape, precision);
            values[i] = ops.zeros(manager, shape, precision);
        }
    }

    @Override
    public int length() {
        return lengths[lengths.length - 1];
    }

    @Override
    public int capacity() {
        return capacity;
    }

    /** The layer's keys, values and the place for more positions, which the caller writes. */
    List<NDArray> extend(int layer, int positions) {
        int length = reserve(layer, positions);
        return List.of(keys[layer], values[layer], start(length));
    }

    /** Lengthens each layer by a position; the place for it, which the caller writes. */
    NDArray extendAll() {
        int length = 0;
        for (int layer = 0; layer < lengths.length; layer++) {
            length = reserve(layer, 1);
        }
        return start(length);
    }

    /** Keys and values of each layer in turn. */
    NDList all() {
        NDList all = new NDList(2 * keys.length);
        for (int layer = 0; layer < keys.length; layer++) {
            all.add(keys[layer]);
            all.add(values[layer]);
        }
        return all;
    }

    @Override
    public NDList append(int layer, NDArray newKeys, NDArray newValues) {
        int length = reserve(layer, Math.toIntExact(newKeys.getShape().get(2)));
        return ops.layers()
                .cacheAppend(newKeys, newValues, keys[layer], values[layer], start(length));
    }

    /** Lengthens a layer; returns its length before. */
    private int reserve(int layer, int added) {
        int length = lengths[layer];
        if (length + added > capacity) {
            throw new IllegalStateException(
                    "cache of "
                            + capacity
                            + " positions holds "
                            + length
                            + ", cannot add "
                            + added);
        }
        lengths[layer] = length + added;
        return length;
    }

    @Override
    public void truncate(int length) {
        if (length < 0 || length > length()) {
            throw new IllegalArgumentException("cannot cut " + length() + " to " + length);
        }
        Arrays.fill(lengths, length);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** All layers of a pass begin at one place, so the array is made once a pass. */
    private NDArray start(int value) {
        if (value != startValue) {
            if (start != null) {
                start.close();
            }
            start = cpu.create((long) value);
            startValue = value;
        }
        return start;
    }
}
