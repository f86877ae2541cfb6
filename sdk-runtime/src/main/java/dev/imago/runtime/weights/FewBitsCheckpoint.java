package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.QuantOps;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint some of whose weights lie in few bits, as {@code NAME.codes} and {@code
 * NAME.scales}. They are told of as whole ones under their own names; who wants their bits asks for
 * them.
 */
final class FewBitsCheckpoint implements Checkpoint {
    private final FileCheckpoint files;
    private final Map<String, FewBits> few = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    private FewBitsCheckpoint(FileCheckpoint files) {
        this.files = files;
        files.tensors().forEach(this::add);
    }

    /** The same checkpoint where all its weights are whole. */
    static Checkpoint over(FileCheckpoint files) {
        boolean any = files.tensors().keySet().stream().anyMatch(FewBitsCheckpoint::ofWeight);
        if (!any) {
            return files;
        }
        try {
            return new FewBitsCheckpoint(files);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static boolean ofWeight(String key) {
        return key.endsWith(".weight" + FewBits.CODES) || key.endsWith(".weight" + FewBits.SCALES);
    }

    private void add(String key, TensorInfo info) {
        if (!ofWeight(key)) {
            shapes.put(key, info.shape());
            return;
        }
        String name = key.substring(0, key.lastIndexOf('.'));
        if (!few.containsKey(name)) {
            FewBits found =
                    FewBits.of(
                            path() + ", " + name,
                            part(name, FewBits.CODES),
                            part(name, FewBits.SCALES));
            few.put(name, found);
            shapes.put(name, found.shape());
        }
    }

    private TensorInfo part(String name, String which) {
        return files.find(name + which)
                .orElseThrow(
                        () ->
                                new ImagoException(
                                        ErrorCode.CORRUPT_FILE,
                                        path() + ", " + name,
                                        "is in few bits, but '" + name + which + "' is missing"));
    }

    @Override
    public Path path() {
        return files.path();
    }

    @Override
    public Map<String, Shape> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    @Override
    public Optional<FewBits> fewBits(String name) {
        return Optional.ofNullable(few.get(name));
    }

    @Override
    public NDList readFewBits(Ops ops, String name, NDManager owner) {
        NDArray codes = files.read(ops, name + FewBits.CODES, owner);
        return new NDList(codes, files.read(ops, name + FewBits.SCALES, owner));
    }

    @Override
    public NDArray read(Ops ops, String name, NDManager owner, Precision precision) {
        FewBits bits = few.get(name);
        if (bits == null) {
            return files.read(ops, name, owner, precision);
        }
        try (NDManager scope = owner.newSubManager();
                NDList stored = readFewBits(ops, name, scope)) {
            PackedWeight weight = packed(ops.quantised(), bits, scope, stored);
            NDArray plain = ops.quantised().dequantise(weight, whole(bits, precision));
            NDArray wanted = ops.cast(plain, precision);
            wanted.attach(owner);
            weight.close();
            return wanted;
        }
    }

    /** Scales of NF4 are of float32 whatever the model's precision is. */
    private static Precision whole(FewBits bits, Precision precision) {
        return bits.format().normal() ? precision : bits.precision();
    }

    private static PackedWeight packed(
            QuantOps quantised, FewBits bits, NDManager scope, NDList stored) {
        int rows = Math.toIntExact(bits.shape().get(0));
        int in = Math.toIntExact(bits.shape().get(1));
        return quantised
                .room(scope, bits.format(), rows, in, bits.group(), bits.precision(), false)
                .putStored(stored, 0);
    }

    @Override
    public boolean readInto(String name, NDArray target, Precision precision) {
        return !few.containsKey(name) && files.readInto(name, target, precision);
    }

    @Override
    public Optional<NDArray> mapped(Ops ops, String name, NDManager owner, Precision precision) {
        return few.containsKey(name) ? Optional.empty() : files.mapped(ops, name, owner, precision);
    }

    @Override
    public boolean sameBytes(String name, String other) {
        boolean whole = !few.containsKey(name) && !few.containsKey(other);
        return whole ? files.sameBytes(name, other) : name.equals(other);
    }

    @Override
    public void close() {
        files.close();
    }
}
