package dev.imago.runtime.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A name for all that visual tokens depend on besides the image: weights and settings. */
public final class FeatureKey {
    private static final int DIGITS = 16;

    private FeatureKey() {}

    /**
     * Hashes weights and settings.
     *
     * @param settings e.g. preprocessing, configs and precision, as text
     * @param parameters of encoder, reducer and norm
     */
    public static String of(
            List<String> settings,
            List<? extends Parameter> parameters,
            Ops ops,
            NDManager parent) {
        MessageDigest digest = sha256();
        for (String setting : settings) {
            digest.update(setting.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        for (Parameter parameter : parameters) {
            digest.update(parameter.name().getBytes(StandardCharsets.UTF_8));
            digest.update(parameter.shape().toString().getBytes(StandardCharsets.UTF_8));
            try (NDManager scope = parent.newSubManager()) {
                NDArray value = parameter.value().duplicate();
                value.attach(scope);
                digest.update(ops.cast(value, Precision.FP32).toByteBuffer());
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
