package dev.imago.runtime.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes safetensors without a second copy in memory: arrays go to a file beside the target, one
 * after the other, which then takes the target's name. A crash leaves the old file as it was.
 */
public final class SafetensorsWriter {
    private final ObjectMapper json = new ObjectMapper();
    private final Ops ops;
    private final Map<String, String> metadata;

    /** With the metadata that Hugging Face expects. */
    public SafetensorsWriter(Ops ops) {
        this(ops, Map.of("format", "pt"));
    }

    /** With metadata of one's own. */
    public SafetensorsWriter(Ops ops, Map<String, String> metadata) {
        this.ops = ops;
        this.metadata = Map.copyOf(metadata);
    }

    /**
     * A tensor to write.
     *
     * @param name its key
     * @param type its dtype, which must be the array's
     * @param array stays open and unchanged until written
     */
    public record Tensor(String name, TensorType type, NDArray array) {
        /** Parameters under their own names. */
        static List<Tensor> of(Collection<? extends Parameter> parameters, TensorType type) {
            return parameters.stream().map(p -> new Tensor(p.name(), type, p.value())).toList();
        }

        long bytes() {
            return array.getShape().size() * type.bytes();
        }
    }

    /**
     * Writes one file.
     *
     * @throws ImagoException DISK when it cannot be written
     */
    public void write(Path file, List<Tensor> tensors) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(channel, header(tensors));
                for (Tensor tensor : tensors) {
                    writeTensor(channel, tensor);
                }
                channel.force(true);
            }
            move(temporary, file);
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    /**
     * Writes {@code model.safetensors} into a folder or, above a size, shards and their index.
     *
     * @param mostBytes of one shard
     */
    public void writeFolder(Path folder, List<Tensor> tensors, long mostBytes) {
        writeNamed(folder.resolve("model"), tensors, mostBytes);
    }

    /**
     * Writes {@code <path>.safetensors} or, above a size, shards and their index.
     *
     * @param path without ending
     * @param mostBytes of one shard
     */
    public void writeNamed(Path path, List<Tensor> tensors, long mostBytes) {
        Path folder = path.toAbsolutePath().getParent();
        String stem = path.getFileName().toString();
        List<List<Tensor>> shards = shards(tensors, mostBytes);
        if (shards.size() <= 1) {
            write(folder.resolve(stem + ".safetensors"), tensors);
            return;
        }
        ObjectNode index = json.createObjectNode();
        long total = tensors.stream().mapToLong(Tensor::bytes).sum();
        index.putObject("metadata").put("total_size", total);
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = String.format("%s-%05d-of-%05d.safetensors", stem, i + 1, shards.size());
            write(folder.resolve(name), shards.get(i));
            shards.get(i).forEach(tensor -> map.put(tensor.name(), name));
        }
        Path file = folder.resolve(stem + ".safetensors.index.json");
        try {
            Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
            json.writerWithDefaultPrettyPrinter().writeValue(temporary.toFile(), index);
            move(temporary, file);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    private ByteBuffer header(List<Tensor> tensors) throws IOException {
        ObjectNode root = json.createObjectNode();
        ObjectNode words = root.putObject("__metadata__");
        new TreeMap<>(metadata).forEach(words::put);
        long offset = 0;
        Set<String> seen = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!seen.add(tensor.name())) {
                throw new IllegalArgumentException("two tensors named " + tensor.name());
            }
            ObjectNode node = root.putObject(tensor.name());
            node.put("dtype", tensor.type().name());
            var shape = node.putArray("shape");
            for (long dimension : tensor.array().getShape().getShape()) {
                shape.add(dimension);
            }
            node.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        byte[] text = json.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private void writeTensor(FileChannel channel, Tensor tensor) throws IOException {
        NDArray array = tensor.array();
        if (!array.getDevice().isGpu()) {
            writeMemory(channel, array, tensor.type());
            return;
        }
        try (NDManager cpu = array.getManager().newSubManager(Device.cpu());
                NDArray copy = ops.files().copyTo(cpu, array)) {
            writeMemory(channel, copy, tensor.type());
        }
    }

    private static void writeMemory(FileChannel channel, NDArray array, TensorType type)
            throws IOException {
        for (ByteBuffer piece : RowMemory.of(array, type.bytes()).pieces()) {
            writeAll(channel, piece);
        }
    }

    /** Consecutive tensors in as few shards as fit. */
    private static List<List<Tensor>> shards(List<Tensor> tensors, long mostBytes) {
        List<List<Tensor>> shards = new ArrayList<>();
        long held = 0;
        for (Tensor tensor : tensors) {
            if (shards.isEmpty() || held + tensor.bytes() > mostBytes) {
                shards.add(new ArrayList<>());
                held = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            held += tensor.bytes();
        }
        return shards;
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path file, IOException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
