package dev.imago.runtime.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the header of one safetensors file: nothing in it is trusted. */
final class SafetensorsHeader {
    private static final long MOST_BYTES = 100_000_000;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final String METADATA = "__metadata__";

    private final Path file;
    private final long dataStart;
    private final long dataSize;

    private SafetensorsHeader(Path file, long dataStart, long dataSize) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataSize = dataSize;
    }

    /** All tensors of the file in the order of the header. */
    static Map<String, TensorInfo> read(Path file, FileChannel channel) throws IOException {
        long fileSize = channel.size();
        if (fileSize < 8) {
            throw corrupt(file, "", "has " + fileSize + " bytes, too few for a header");
        }
        long length = bytes(channel, 0, 8).getLong();
        if (length < 2 || length > MOST_BYTES || length > fileSize - 8) {
            throw corrupt(
                    file, "", "says its header has " + length + " bytes; the file has " + fileSize);
        }
        String text =
                StandardCharsets.UTF_8
                        .decode(bytes(channel, 8, Math.toIntExact(length)))
                        .toString();
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "has a header that is no JSON without double keys: " + e.getOriginalMessage(),
                    e);
        }
        if (root == null || !root.isObject()) {
            throw corrupt(file, "", "has a header that is no JSON object");
        }
        return new SafetensorsHeader(file, 8 + length, fileSize - 8 - length).tensors(root);
    }

    private Map<String, TensorInfo> tensors(JsonNode root) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                continue;
            }
            try {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            } catch (ImagoException e) {
                problems.addAll(e.problems());
            }
        }
        problems.addAll(overlaps(tensors.values()));
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
        return tensors;
    }

    /** No byte belongs to two tensors. */
    private List<Problem> overlaps(Collection<TensorInfo> tensors) {
        List<TensorInfo> sorted =
                tensors.stream()
                        .filter(info -> info.bytes() > 0)
                        .sorted(Comparator.comparingLong(TensorInfo::offset))
                        .toList();
        List<Problem> problems = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            TensorInfo before = sorted.get(i - 1);
            TensorInfo info = sorted.get(i);
            long end = before.offset() + before.bytes();
            if (end > info.offset()) {
                problems.add(
                        Problem.of(
                                ErrorCode.CORRUPT_FILE,
                                file + ", " + info.name(),
                                "begins "
                                        + (end - info.offset())
                                        + " bytes before "
                                        + before.name()
                                        + " ends: no byte may belong to two tensors"));
            }
        }
        return problems;
    }

    private TensorInfo tensor(String name, JsonNode node) {
        String word = node.path("dtype").asText();
        TensorType type =
                TensorType.named(word)
                        .orElseThrow(
                                () ->
                                        corrupt(
                                                file,
                                                name,
                                                "has unknown dtype '"
                                                        + word
                                                        + "', expected one of "
                                                        + TensorType.names()));
        Shape shape = shape(name, node.path("shape"));
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.isArray()
                || offsets.size() != 2
                || !isLong(offsets.get(0))
                || !isLong(offsets.get(1))) {
            throw corrupt(file, name, "has no pair of data_offsets");
        }
        long begin = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        if (begin < 0 || end < begin || end > dataSize) {
            throw corrupt(
                    file,
                    name,
                    "lies at [" + begin + ", " + end + ") of " + dataSize + " bytes of data");
        }
        TensorInfo info = new TensorInfo(name, type, shape, file, dataStart + begin);
        if (info.bytes() != end - begin) {
            throw corrupt(
                    file,
                    name,
                    word + " " + shape + " takes " + info.bytes() + " bytes, not " + (end - begin));
        }
        return info;
    }

    private Shape shape(String name, JsonNode node) {
        if (!node.isArray()) {
            throw corrupt(file, name, "has no shape");
        }
        long[] dimensions = new long[node.size()];
        long size = 1;
        for (int i = 0; i < dimensions.length; i++) {
            if (!isLong(node.get(i)) || node.get(i).asLong() < 0) {
                throw corrupt(file, name, "has shape " + node);
            }
            dimensions[i] = node.get(i).asLong();
            // No tensor of a file is larger than the file; this also keeps the product in range.
            if (dimensions[i] > 0 && size > dataSize / dimensions[i]) {
                throw corrupt(file, name, "has shape " + node + ", more than the file holds");
            }
            size *= dimensions[i];
        }
        return new Shape(dimensions);
    }

    private static boolean isLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // read on
        }
        return buffer.flip();
    }

    static ImagoException corrupt(Path file, String key, String message) {
        String place = key.isEmpty() ? file.toString() : file + ", " + key;
        return new ImagoException(ErrorCode.CORRUPT_FILE, place, message);
    }
}
