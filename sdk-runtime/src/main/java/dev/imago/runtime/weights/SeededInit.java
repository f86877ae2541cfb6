package dev.imago.runtime.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Fills new parameters from a seed and their names, so that order and machine do not matter. */
final class SeededInit {
    /** So many values are made at once, by all processors. */
    private static final long TOGETHER = 100_000_000;

    /**
     * So many values of one parameter are made at once where that can be: they stay in the cache.
     */
    private static final int PIECE = 8192;

    private final Ops ops;
    private final NDManager owner;
    private final Precision precision;
    private final long seed;

    /**
     * @param owner of the arrays
     */
    SeededInit(Ops ops, NDManager owner, Precision precision, long seed) {
        this.ops = ops;
        this.owner = owner;
        this.precision = precision;
        this.seed = seed;
    }

    /**
     * Fills several.
     *
     * @param taker is given each with its values, in order, on this thread
     */
    void fillAll(List<StoredParameter> parameters, BiConsumer<StoredParameter, NDArray> taker) {
        int from = 0;
        long values = 0;
        for (int i = 0; i < parameters.size(); i++) {
            values += parameters.get(i).shape().size();
            if (values >= TOGETHER || i + 1 == parameters.size()) {
                fillTogether(parameters.subList(from, i + 1), taker);
                from = i + 1;
                values = 0;
            }
        }
    }

    private void fillTogether(
            List<StoredParameter> some, BiConsumer<StoredParameter, NDArray> taker) {
        List<NDArray> arrays = filled(some);
        for (int i = 0; i < some.size(); i++) {
            taker.accept(some.get(i), arrays.get(i));
        }
    }

    NDArray fill(StoredParameter parameter) {
        return filled(List.of(parameter)).get(0);
    }

    private List<NDArray> filled(List<StoredParameter> some) {
        if (!owner.getDevice().isGpu()) {
            return filled(some, owner);
        }
        try (NDManager cpu = owner.newSubManager(Device.cpu())) {
            return filled(some, cpu).stream().map(a -> ops.files().copyTo(owner, a)).toList();
        }
    }

    /**
     * Only the calling thread uses the engine: each thread that computes there gets threads of its
     * own from OpenMP, and where those are more than the processors none waits by spinning any
     * more, so that every operation from then on sleeps and wakes.
     */
    private List<NDArray> filled(List<StoredParameter> some, NDManager cpu) {
        List<NDArray> arrays = some.stream().map(parameter -> empty(parameter, cpu)).toList();
        List<RowMemory> memory =
                arrays.stream().map(a -> RowMemory.of(a, precision.bytes())).toList();
        IntStream.range(0, some.size()).parallel().forEach(i -> write(some.get(i), memory.get(i)));
        return arrays;
    }

    private NDArray empty(StoredParameter parameter, NDManager manager) {
        return ops.files().empty(manager, parameter.shape(), precision);
    }

    private void write(StoredParameter parameter, RowMemory memory) {
        RandomGenerator random = random(seed, parameter.name());
        int size = Math.toIntExact(parameter.shape().size());
        int most = parameter.init().inPieces() ? PIECE : size;
        float[] values = new float[Math.min(most, size)];
        for (int at = 0; at < size; at += values.length) {
            if (size - at < values.length) {
                values = new float[size - at];
            }
            Arrays.fill(values, 0);
            parameter.init().fill(random, values);
            memory.put(at, values, precision);
        }
    }

    static RandomGenerator random(long seed, String name) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed(seed, name));
    }

    /** A seed of its own for a name. */
    static long seed(long seed, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
            return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
