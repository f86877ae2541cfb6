package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Fills new parameters from a seed and their names, so that order and machine do not matter. */
final class SeededInit {
    private SeededInit() {}

    static NDArray fill(
            Ops ops, NDManager owner, Precision precision, StoredParameter parameter, long seed) {
        float[] values = new float[Math.toIntExact(parameter.shape().size())];
        parameter.init().fill(random(seed, parameter.name()), values);
        // What create returns lives in memory that the JVM frees with that object, even while
        // leaves
        // over it are in use; so the values are always copied.
        try (NDArray array = owner.create(values, parameter.shape())) {
            return precision == Precision.FP32 ? array.duplicate() : ops.cast(array, precision);
        }
    }

    static RandomGenerator random(long seed, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
            byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
            return RandomGeneratorFactory.of("L64X128MixRandom")
                    .create(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
