package dev.imago.runtime.weights;

import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint that PyTorch wrote: one file, or shards and {@code pytorch_model.bin.index.json}. Of
 * the pickle inside only tensors are read, whose bytes are then mapped where they lie.
 */
final class TorchCheckpoint extends FileCheckpoint {
    static final String SINGLE = "pytorch_model.bin";
    static final String INDEX = "pytorch_model.bin.index.json";

    /** Pickles tell of tensors; their bytes lie elsewhere. */
    private static final long MOST_PICKLE = 256L << 20;

    private static final long PROTOCOL = 1001;
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private TorchCheckpoint(Path path) {
        super(path);
    }

    /**
     * Opens a file or an index.
     *
     * @throws ImagoException CORRUPT_FILE, or UNSAFE_FILE naming what the file wants to import
     */
    public static TorchCheckpoint open(Path path) {
        TorchCheckpoint checkpoint = new TorchCheckpoint(path);
        checkpoint.opening(() -> checkpoint.openFiles(path));
        return checkpoint;
    }

    private void openFiles(Path path) throws IOException {
        if (!path.getFileName().toString().endsWith(".index.json")) {
            openFile(path);
            return;
        }
        ShardIndex shards = ShardIndex.read(path);
        for (Path shard : shards.files()) {
            openFile(shard);
        }
        shards.require(tensors().keySet());
    }

    private void openFile(Path file) throws IOException {
        FileChannel channel = channel(file);
        ByteBuffer start = ByteBuffer.allocate(2);
        channel.read(start, 0);
        boolean zip = start.get(0) == 'P' && start.get(1) == 'K';
        add(file, zip ? inZip(file, channel) : inStream(file, channel));
    }

    private static Map<String, TensorInfo> inZip(Path file, FileChannel channel)
            throws IOException {
        StoredZip zip = StoredZip.read(file, channel);
        TorchPickle pickle = new TorchPickle(file);
        StoredZip.Entry data = zip.ending("/data.pkl");
        String folder = data.name().substring(0, data.name().length() - "data.pkl".length());
        requireLittleEndian(zip, folder, channel, pickle);
        if (data.size() > MOST_PICKLE) {
            throw pickle.corrupt("has a pickle of " + data.size() + " bytes");
        }
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, data.offset(), data.size());
        Object root = pickle.read(bytes);
        Map<String, Long> offsets = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        for (StoredZip.Entry entry : zip.entries().values()) {
            if (entry.name().startsWith(folder + "data/")) {
                String key = entry.name().substring((folder + "data/").length());
                offsets.put(key, entry.offset());
                sizes.put(key, entry.size());
            }
        }
        requireWhole(pickle, sizes);
        return pickle.infos(root, offsets);
    }

    private static void requireLittleEndian(
            StoredZip zip, String folder, FileChannel channel, TorchPickle pickle)
            throws IOException {
        StoredZip.Entry order = zip.entries().get(folder + "byteorder");
        if (order != null && order.size() == 3) {
            ByteBuffer word = ByteBuffer.allocate(3);
            channel.read(word, order.offset());
            if (new String(word.array(), StandardCharsets.US_ASCII).equals("big")) {
                throw pickle.corrupt("was written on a machine of the other byte order");
            }
        }
    }

    /** The older layout: pickles one after the other, then each storage with its length. */
    private static Map<String, TensorInfo> inStream(Path file, FileChannel channel)
            throws IOException {
        long size = channel.size();
        ByteBuffer in =
                channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, MOST_PICKLE))
                        .order(ByteOrder.LITTLE_ENDIAN);
        TorchPickle pickle = new TorchPickle(file);
        Object first = pickle.read(in);
        if (!MAGIC.equals(first)) {
            throw pickle.corrupt(
                    "is a pickle, but none that torch.save wrote: it begins with " + told(first));
        }
        if (!Long.valueOf(PROTOCOL).equals(pickle.read(in))) {
            throw pickle.corrupt("has a layout of PyTorch that is not known");
        }
        pickle.read(in);
        Object root = pickle.read(in);
        Object keys = pickle.read(in);
        if (!(keys instanceof List<?> list)) {
            throw pickle.corrupt("lists no storages");
        }
        Map<String, Long> offsets = new LinkedHashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        long at = in.position();
        for (Object key : list) {
            TorchPickle.Storage storage = pickle.storages().get(key);
            if (storage == null) {
                throw pickle.corrupt("has a storage " + key + " that no tensor lies in");
            }
            offsets.put(storage.key(), at + Long.BYTES);
            sizes.put(
                    storage.key(), Math.max(-1, Math.min(storage.bytes(), size - at - Long.BYTES)));
            at += Long.BYTES + storage.bytes();
        }
        requireWhole(pickle, sizes);
        return pickle.infos(root, offsets);
    }

    private static String told(Object object) {
        return object instanceof Map || object instanceof List
                ? "a collection"
                : String.valueOf(object);
    }

    private static void requireWhole(TorchPickle pickle, Map<String, Long> sizes) {
        List<String> missing = pickle.missing(sizes);
        if (!missing.isEmpty()) {
            throw pickle.corrupt("lacks the bytes of storages " + missing + ": it is truncated");
        }
    }
}
