package dev.imago.runtime.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.plugin.NearestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors that lie in files as they are. They are read one by one straight into the memory they are
 * to live in, or used where they lie.
 */
public abstract class FileCheckpoint implements Checkpoint {
    /** As much is compared at once: a buffer ends at 2 GiB. */
    private static final long PIECE = 1L << 30;

    private final Path path;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<Path, FileChannel> channels = new LinkedHashMap<>();
    private final Map<Path, NDArray> mappings = new LinkedHashMap<>();

    /** Of a file or folder, empty at first. */
    protected FileCheckpoint(Path path) {
        this.path = path;
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
        NDArray array = read(ops, info, owner);
        if (info.type() == TensorType.of(precision)) {
            return array;
        }
        try (array) {
            return ops.cast(array, precision);
        }
    }

    private NDArray read(Ops ops, TensorInfo info, NDManager owner) {
        if (owner.getDevice().isGpu()) {
            try (NDManager cpu = owner.newSubManager(Device.cpu());
                    NDArray array = read(ops, info, cpu)) {
                return ops.files().copyTo(owner, array);
            }
        }
        if (info.strides() != null) {
            return new StridedTensor(info).read(map(info, info.offset(), info.span()), ops, owner);
        }
        NDArray array =
                info.type() == TensorType.BF16
                        ? ops.files().empty(owner, info.shape(), Precision.BF16)
                        : owner.create(info.shape(), info.type().carrier());
        try {
            if (info.bytes() > 0) {
                readInto(array, info);
            }
            return array;
        } catch (RuntimeException e) {
            array.close();
            throw e;
        }
    }

    @Override
    public boolean readInto(String name, NDArray target, Precision precision) {
        TensorInfo info = info(name);
        if (info.type() != TensorType.of(precision) || info.strides() != null) {
            return false;
        }
        readInto(target, info);
        return true;
    }

    private void readInto(NDArray array, TensorInfo info) {
        long at = info.offset();
        for (ByteBuffer piece : RowMemory.of(array, info.type().bytes()).pieces()) {
            long bytes = piece.remaining();
            readBytes(info, at, piece);
            at += bytes;
        }
    }

    private void readBytes(TensorInfo info, long from, ByteBuffer into) {
        FileChannel channel = channels.get(info.file());
        try {
            for (long at = from; into.hasRemaining(); ) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw new IOException("the file has become shorter");
                }
                at += count;
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    info.file() + ", " + info.name(),
                    "can't be read: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public synchronized Optional<NDArray> mapped(
            Ops ops, String name, NDManager owner, Precision precision) {
        TensorInfo info = info(name);
        int width = info.type().bytes();
        boolean fits =
                info.type() == TensorType.of(precision)
                        && info.strides() == null
                        && info.bytes() > 0
                        && info.offset() % width == 0
                        && !owner.getDevice().isGpu();
        if (!fits) {
            return Optional.empty();
        }
        NDArray whole = mappings.get(info.file());
        if (whole == null) {
            whole = ops.files().map(owner, info.file(), size(info.file()) / width, precision);
            mappings.put(info.file(), whole);
        }
        NDArray window = ops.files().window(whole, info.offset() / width, info.shape());
        window.attach(owner);
        return Optional.of(window);
    }

    private long size(Path file) {
        try {
            return channels.get(file).size();
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "has no size: " + e, e);
        }
    }

    @Override
    public boolean sameBytes(String name, String other) {
        TensorInfo one = info(name);
        TensorInfo two = info(other);
        boolean alike = one.type() == two.type() && one.shape().equals(two.shape());
        if (!alike || one.strides() != null || two.strides() != null) {
            return false;
        }
        for (long at = 0; at < one.bytes(); at += PIECE) {
            long count = Math.min(PIECE, one.bytes() - at);
            ByteBuffer left = map(one, one.offset() + at, count);
            if (left.mismatch(map(two, two.offset() + at, count)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer map(TensorInfo info, long offset, long bytes) {
        try {
            return channels.get(info.file()).map(FileChannel.MapMode.READ_ONLY, offset, bytes);
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

    /** Opens files; where that fails, none stays open. */
    protected final void opening(Opening files) {
        try {
            files.open();
        } catch (IOException e) {
            close();
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    path.toString(),
                    "can't be read: " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What may fail as files do. */
    @FunctionalInterface
    protected interface Opening {
        /** Opens and reads them. */
        void open() throws IOException;
    }

    /** Adds a file and what was found in it. */
    protected final void add(Path file, Map<String, TensorInfo> found) throws IOException {
        channel(file);
        tensors.putAll(found);
    }

    /** The channel of a file, opened once. */
    protected final FileChannel channel(Path file) throws IOException {
        FileChannel channel = channels.get(file);
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            channels.put(file, channel);
        }
        return channel;
    }

    /** Closes the files; arrays read from them stay. */
    @Override
    public void close() {
        mappings.values().forEach(NDArray::close);
        mappings.clear();
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
