package dev.imago.runtime.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Visual tokens that a user names by their file.
 *
 * @param path of the file
 * @param tokens {@code [N, K, D]} float32
 */
record TokenFile(Path path, NDArray tokens) {
    private static final String USUAL = "embeddings";

    /** Whether a name is that of such a file. */
    static boolean is(Path path) {
        return path.toString().endsWith(".safetensors");
    }

    /**
     * Reads the only tensor, or the one named {@code embeddings}.
     *
     * @throws ImagoException when there is no such tensor, it has another shape, or a value is no
     *     number
     */
    static TokenFile read(Path path, Ops ops, NDManager owner) {
        try (Safetensors file = Safetensors.open(path)) {
            Set<String> names = file.tensors().keySet();
            if (names.size() != 1 && !names.contains(USUAL)) {
                throw problem(
                        path, "holds " + names + ", expected one tensor, or one named " + USUAL);
            }
            String name = names.contains(USUAL) ? USUAL : names.iterator().next();
            NDArray tokens = file.read(ops, name, owner, Precision.FP32);
            Shape shape = tokens.getShape();
            if (shape.dimension() == 2) {
                tokens = tokens.expandDims(0);
            } else if (shape.dimension() != 3) {
                throw problem(
                        path + ", " + name,
                        "has shape " + shape + ", expected [N, K, D] or [K, D]");
            }
            if (shape.size() == 0) {
                throw problem(
                        path + ", " + name,
                        "has shape " + shape + ", expected the tokens of at least one picture");
            }
            checkNumbers(path, tokens);
            return new TokenFile(path, tokens);
        }
    }

    /** K and D. */
    FeatureShape shape() {
        Shape shape = tokens.getShape();
        return new FeatureShape((int) shape.get(1), (int) shape.get(2));
    }

    /**
     * @param encoder what the model's encoder gives, where there is one
     * @param first shape of the first file
     */
    void check(Optional<FeatureShape> encoder, FeatureShape first) {
        FeatureShape wanted = encoder.orElse(first);
        if (!shape().equals(wanted)) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    path.toString(),
                    "has pictures of "
                            + shape().tokens()
                            + " visual tokens of width "
                            + shape().width()
                            + ", expected "
                            + wanted.tokens()
                            + " of width "
                            + wanted.width());
        }
    }

    private static void checkNumbers(Path path, NDArray tokens) {
        float[] values = tokens.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                Shape shape = tokens.getShape();
                long width = shape.get(2);
                long row = i / width;
                throw problem(
                        path.toString(),
                        "has "
                                + values[i]
                                + " in token "
                                + row % shape.get(1)
                                + " of picture "
                                + row / shape.get(1)
                                + ", expected numbers");
            }
        }
    }

    private static ImagoException problem(String place, String message) {
        return new ImagoException(ErrorCode.CORRUPT_FILE, place, message);
    }

    private static ImagoException problem(Path place, String message) {
        return problem(place.toString(), message);
    }
}
