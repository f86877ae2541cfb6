package dev.imago.runtime.gguf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * A GGUF file. Opening reads its header; tensors are mapped and turned into floats piece by piece,
 * bit by bit as ggml does it. Safe for use by several threads.
 */
public final class GgufFile implements AutoCloseable {
    /** {@code GGUF} as a little-endian integer. */
    private static final int MAGIC = 0x46554747;

    /** Values that are turned into floats at once. */
    private static final int PIECE = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final GgufMetadata metadata;
    private final Map<String, GgufTensor> tensors;

    private GgufFile(Path path, FileChannel channel, GgufHeader header) {
        this.path = path;
        this.channel = channel;
        this.metadata = header.metadata();
        this.tensors = Collections.unmodifiableMap(header.tensors());
    }

    /** Whether a path is a file that starts as GGUF files do. */
    public static boolean isOne(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            return channel.read(start) == 4 && start.getInt(0) == MAGIC;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws ImagoException FILE_NOT_FOUND, FILE_UNREADABLE or CORRUPT_FILE, naming file and key
     */
    public static GgufFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, path.toString(), "does not exist, expected a file");
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new GgufFile(path, channel, header(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static GgufHeader header(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer start =
                channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, Integer.MAX_VALUE))
                        .order(ByteOrder.LITTLE_ENDIAN);
        HeaderBytes bytes = new HeaderBytes(path, start);
        if (size < 4 || bytes.int32("magic") != MAGIC) {
            throw bytes.corrupt("", "is no GGUF file: it does not start with GGUF");
        }
        return GgufHeader.read(bytes, size);
    }

    /** The path it was opened by. */
    public Path path() {
        return path;
    }

    /** What it tells of its model. */
    public GgufMetadata metadata() {
        return metadata;
    }

    /** All tensors by name, in the order of the file. */
    public Map<String, GgufTensor> tensors() {
        return tensors;
    }

    /**
     * Turns a tensor into floats.
     *
     * @param rowOf the row of the file that each row of the result is
     * @param owner gets the array
     */
    public NDArray read(
            Ops ops,
            GgufTensor tensor,
            LongUnaryOperator rowOf,
            NDManager owner,
            Precision precision) {
        NDArray whole = ops.zeros(owner, tensor.shape(), precision);
        boolean line = tensor.shape().dimension() == 1;
        int width = tensor.width();
        int step = (int) Math.min(tensor.rows(), Math.max(1, PIECE / width));
        FloatBuffer floats = floats((long) step * width);
        TensorRows rows = new TensorRows(tensor, map(tensor));
        float[] row = new float[width];
        for (long start = 0; start < tensor.rows(); start += step) {
            int count = (int) Math.min(step, tensor.rows() - start);
            floats.clear();
            for (long i = start; i < start + count; i++) {
                rows.decode(rowOf.applyAsLong(i), row);
                floats.put(row);
            }
            Shape shape = line ? new Shape((long) count * width) : new Shape(count, width);
            try (NDArray piece = owner.create(floats.flip(), shape, DataType.FLOAT32)) {
                ops.copyRows(whole, start, piece);
            }
        }
        return whole;
    }

    /** The values of a small tensor. */
    float[] floats(GgufTensor tensor) {
        TensorRows rows = new TensorRows(tensor, map(tensor));
        float[] row = new float[tensor.width()];
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(tensor.shape().size()));
        for (long i = 0; i < tensor.rows(); i++) {
            rows.decode(i, row);
            values.put(row);
        }
        return values.array();
    }

    private static FloatBuffer floats(long count) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private List<ByteBuffer> map(GgufTensor tensor) {
        List<ByteBuffer> windows = new ArrayList<>();
        long window = TensorRows.window(tensor) * tensor.rowBytes();
        try {
            for (long at = 0; at < tensor.bytes(); at += window) {
                long bytes = Math.min(window, tensor.bytes() - at);
                windows.add(
                        channel.map(FileChannel.MapMode.READ_ONLY, tensor.offset() + at, bytes)
                                .order(ByteOrder.LITTLE_ENDIAN));
            }
            return windows;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ImagoException unreadable(Path path, IOException e) {
        return new ImagoException(
                ErrorCode.FILE_UNREADABLE, path.toString(), "can't be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
