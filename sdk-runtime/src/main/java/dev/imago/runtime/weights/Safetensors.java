package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.plugin.NearestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A checkpoint in safetensors: one file, or a folder with {@code model.safetensors} or with shards
 * and {@code model.safetensors.index.json}, or a path without ending that names such files. Opening
 * reads only headers; tensors are mapped and copied one by one into the memory they are to live in.
 * Safe for use by several threads.
 */
public final class Safetensors implements Checkpoint {
    private static final String ENDING = ".safetensors";
    private static final String SINGLE = "model" + ENDING;

    /** Follows the name of the file that shards stand in for. */
    private static final String INDEX = ".index.json";

    /** Rows of larger tensors are read in pieces: a mapping ends at 2 GiB. */
    private static final long PIECE = 1L << 30;

    private final Path path;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<Path, FileChannel> channels = new LinkedHashMap<>();

    private Safetensors(Path path) {
        this.path = path;
    }

    /**
     * Opens a checkpoint and checks its headers.
     *
     * @throws ImagoException FILE_NOT_FOUND, FILE_UNREADABLE or CORRUPT_FILE, naming file and key
     */
    public static Safetensors open(Path path) {
        Safetensors safetensors = new Safetensors(path);
        try {
            safetensors.openFiles();
            return safetensors;
        } catch (IOException e) {
            safetensors.close();
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    path.toString(),
                    "can't be read: " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            safetensors.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    /** All tensors by key, in the order of the files. */
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((key, info) -> shapes.put(key, info.shape()));
        return Collections.unmodifiableMap(shapes);
    }

    /** The tensor of a key. */
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * Copies a tensor into native memory, in its own dtype.
     *
     * @param owner its device is where the tensor goes
     */
    public NDArray read(Ops ops, String name, NDManager owner) {
        return read(ops, info(name), owner);
    }

    @Override
    public NDArray read(Ops ops, String name, NDManager owner, Precision precision) {
        TensorInfo info = info(name);
        if (info.bytes() > PIECE) {
            return readPieces(ops, info, ops.zeros(owner, info.shape(), precision));
        }
        NDArray array = read(ops, info, owner);
        if (info.type() == TensorType.of(precision)) {
            return array;
        }
        try (array) {
            return ops.cast(array, precision);
        }
    }

    private NDArray read(Ops ops, TensorInfo info, NDManager owner) {
        if (info.bytes() > PIECE) {
            NDArray whole =
                    info.type() == TensorType.BF16
                            ? ops.zeros(owner, info.shape(), Precision.BF16)
                            : owner.zeros(info.shape(), info.type().carrier());
            return readPieces(ops, info, whole);
        }
        return copy(ops, info, info.shape(), info.offset(), owner);
    }

    private NDArray readPieces(Ops ops, TensorInfo info, NDArray whole) {
        long rows = info.shape().get(0);
        long rowBytes = info.bytes() / rows;
        long step = Math.max(1, PIECE / rowBytes);
        for (long row = 0; row < rows; row += step) {
            long count = Math.min(step, rows - row);
            Shape shape = new Shape(count).addAll(info.shape().slice(1));
            try (NDArray piece =
                    copy(ops, info, shape, info.offset() + row * rowBytes, whole.getManager())) {
                ops.copyRows(whole, row, piece);
            }
        }
        return whole;
    }

    private NDArray copy(Ops ops, TensorInfo info, Shape shape, long offset, NDManager owner) {
        long bytes = shape.size() * info.type().bytes();
        if (bytes == 0) {
            return owner.create(shape, info.type().carrier());
        }
        try (NDArray mapped =
                owner.create(map(info, offset, bytes), shape, info.type().carrier())) {
            return info.type() == TensorType.BF16
                    ? ops.reinterpret(mapped, Precision.BF16)
                    : mapped.duplicate();
        }
    }

    private ByteBuffer map(TensorInfo info, long offset, long bytes) {
        try {
            ByteBuffer mapped =
                    channels.get(info.file()).map(FileChannel.MapMode.READ_ONLY, offset, bytes);
            if (offset % info.type().bytes() == 0) {
                return mapped.order(ByteOrder.nativeOrder());
            }
            return ByteBuffer.allocateDirect(Math.toIntExact(bytes))
                    .order(ByteOrder.nativeOrder())
                    .put(mapped)
                    .flip();
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    info.file().toString(),
                    "can't be mapped: " + e.getMessage(),
                    e);
        }
    }

    private TensorInfo info(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new ImagoException(
                                        ErrorCode.CHECKPOINT_MISMATCH,
                                        path.toString(),
                                        "has no tensor '"
                                                + name
                                                + "'. "
                                                + NearestName.question(name, tensors.keySet())));
    }

    private void openFiles() throws IOException {
        if (Files.isDirectory(path)) {
            openNamed(path, SINGLE);
        } else if (Files.exists(path)) {
            openFile(path);
        } else {
            Path folder = path.toAbsolutePath().getParent();
            if (path.toString().endsWith(ENDING) || !Files.isDirectory(folder)) {
                throw new ImagoException(
                        ErrorCode.FILE_NOT_FOUND, path.toString(), "does not exist");
            }
            openNamed(folder, path.getFileName() + ENDING);
        }
    }

    /** A file of a folder, or the shards that stand in its place. */
    private void openNamed(Path folder, String name) throws IOException {
        Path index = folder.resolve(name + INDEX);
        if (Files.exists(index)) {
            openShards(index);
        } else if (Files.exists(folder.resolve(name))) {
            openFile(folder.resolve(name));
        } else {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    folder.toString(),
                    "has neither " + name + " nor " + name + INDEX);
        }
    }

    private void openShards(Path index) throws IOException {
        Map<String, String> shards = weightMap(index);
        Path folder = index.toAbsolutePath().normalize().getParent();
        List<Path> files = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String shard : new TreeSet<>(shards.values())) {
            Path file = folder.resolve(shard).normalize();
            boolean there = folder.equals(file.getParent()) && Files.exists(file);
            if (there) {
                files.add(file);
            } else {
                missing.add(shard);
            }
        }
        if (!missing.isEmpty()) {
            String kind = missing.size() == 1 ? "a missing shard " : "missing shards ";
            throw SafetensorsHeader.corrupt(
                    index, "", "names " + kind + String.join(", ", missing));
        }
        for (Path file : files) {
            openFile(file);
        }
        for (Map.Entry<String, String> entry : shards.entrySet()) {
            if (!tensors.containsKey(entry.getKey())) {
                throw SafetensorsHeader.corrupt(
                        folder.resolve(entry.getValue()), entry.getKey(), "is not in its shard");
            }
        }
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(index.toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, index.toString(), "is not valid JSON", e);
        }
        Map<String, String> shards = new LinkedHashMap<>();
        root.path("weight_map")
                .properties()
                .forEach(entry -> shards.put(entry.getKey(), entry.getValue().asText()));
        if (shards.isEmpty()) {
            throw SafetensorsHeader.corrupt(index, "", "has no weight_map");
        }
        return shards;
    }

    private void openFile(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channels.put(file, channel);
        tensors.putAll(SafetensorsHeader.read(file, channel));
    }

    @Override
    public void close() {
        for (FileChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new ImagoException(
                        ErrorCode.FILE_UNREADABLE,
                        path.toString(),
                        "can't be closed: " + e.getMessage(),
                        e);
            }
        }
    }
}
