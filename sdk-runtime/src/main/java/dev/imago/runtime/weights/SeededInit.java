package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Fills new parameters from a seed and their names, so that order and machine do not matter. */
final class SeededInit {
    /** So many values are made at once, by all processors. */
    private static final long TOGETHER = 20_000_000;

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
                List<StoredParameter> some = parameters.subList(from, i + 1);
                List<float[]> filled = some.parallelStream().map(this::values).toList();
                for (int k = 0; k < filled.size(); k++) {
                    taker.accept(some.get(k), array(some.get(k), filled.get(k)));
                }
                from = i + 1;
                values = 0;
            }
        }
    }

    NDArray fill(StoredParameter parameter) {
        return array(parameter, values(parameter));
    }

    private float[] values(StoredParameter parameter) {
        float[] values = new float[Math.toIntExact(parameter.shape().size())];
        parameter.init().fill(random(seed, parameter.name()), values);
        return values;
    }

    /**
     * On the calling thread: each thread that calls the engine gets threads of its own from OpenMP,
     * and where those are more than the processors none waits by spinning any more, so that every
     * operation from then on sleeps and wakes.
     */
    private NDArray array(StoredParameter parameter, float[] values) {
        // What create returns lives in memory that the JVM frees with that object, even while
        // leaves over it are in use; so the values are always copied.
        try (NDArray array = owner.create(values, parameter.shape())) {
            return precision == Precision.FP32 ? array.duplicate() : ops.cast(array, precision);
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
