package dev.imago.runtime.gguf;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The start of a GGUF file, after its magic.
 *
 * @param metadata what it tells of its model
 * @param tensors by name, in the order of the file
 */
record GgufHeader(GgufMetadata metadata, Map<String, GgufTensor> tensors) {
    private static final int OLDEST_VERSION = 2;
    private static final int NEWEST_VERSION = 3;
    private static final int MOST_AXES = 4;

    /** Bytes of the shortest entry: a name's length, one letter, axes, one axis, type, offset. */
    private static final int LEAST_BYTES = 33;

    private static final String ALIGNMENT = "general.alignment";
    private static final long USUAL_ALIGNMENT = 32;

    /**
     * Reads and checks it.
     *
     * @param fileSize no tensor lies beyond it
     */
    static GgufHeader read(HeaderBytes in, long fileSize) {
        int version = in.int32("version");
        if (version < OLDEST_VERSION || version > NEWEST_VERSION) {
            boolean swapped = Integer.reverseBytes(version) <= NEWEST_VERSION && version > 0xFFFF;
            throw in.corrupt(
                    "version",
                    swapped
                            ? "is that of a big-endian file, expected a little-endian one"
                            : "is " + version + ", expected 2 or 3");
        }
        int tensorCount = in.count("tensor_count", LEAST_BYTES);
        int entries = in.count("metadata_kv_count", GgufMetadata.leastBytes());
        GgufMetadata metadata = GgufMetadata.read(in, entries);
        List<Entry> found = new ArrayList<>(tensorCount);
        for (int i = 0; i < tensorCount; i++) {
            found.add(entry(in, i, fileSize));
        }
        long alignment = alignment(in, metadata);
        long start = (in.position() + alignment - 1) / alignment * alignment;
        return new GgufHeader(metadata, new Placed(in, start, alignment, fileSize).tensors(found));
    }

    /** A tensor with an offset from the start of the data. */
    private record Entry(String name, GgufType type, Shape shape, long offset) {}

    private static Entry entry(HeaderBytes in, int index, long fileSize) {
        String name = in.text("name of tensor " + index);
        int axes = in.int32(name);
        if (axes < 1 || axes > MOST_AXES) {
            throw in.corrupt(
                    name, "has " + Integer.toUnsignedString(axes) + " axes, expected 1 to 4");
        }
        long[] shape = new long[axes];
        double size = 1;
        for (int axis = axes - 1; axis >= 0; axis--) {
            shape[axis] = in.int64(name);
            size *= shape[axis];
            // Below one bit a value no type packs; this also keeps products in range.
            if (shape[axis] < 1 || size > 8.0 * fileSize || shape[axis] > Integer.MAX_VALUE) {
                throw in.corrupt(
                        name,
                        "has an axis of "
                                + Long.toUnsignedString(shape[axis])
                                + ", more than the file holds");
            }
        }
        int code = in.int32(name);
        GgufType type =
                GgufType.of(code)
                        .orElseThrow(
                                () ->
                                        in.corrupt(
                                                name,
                                                "has the type "
                                                        + code
                                                        + ", which is not read; expected one of "
                                                        + List.of(GgufType.values())));
        if (shape[axes - 1] % type.blockValues() != 0) {
            throw in.corrupt(
                    name,
                    "has rows of " + shape[axes - 1] + ", no multiple of the blocks of " + type);
        }
        return new Entry(name, type, new Shape(shape), in.int64(name));
    }

    private static long alignment(HeaderBytes in, GgufMetadata metadata) {
        long alignment = metadata.integer(ALIGNMENT).orElse(USUAL_ALIGNMENT);
        if (alignment < 1 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw in.corrupt(ALIGNMENT, "is " + alignment + ", expected a power of two");
        }
        return alignment;
    }

    /** Gives tensors their places in the file. */
    private record Placed(HeaderBytes in, long start, long alignment, long fileSize) {
        Map<String, GgufTensor> tensors(List<Entry> entries) {
            Map<String, GgufTensor> tensors = new LinkedHashMap<>();
            for (Entry entry : entries) {
                if (tensors.put(entry.name(), tensor(entry)) != null) {
                    throw in.corrupt(entry.name(), "stands there twice");
                }
            }
            checkApart(tensors);
            return tensors;
        }

        private GgufTensor tensor(Entry entry) {
            long offset = entry.offset();
            if (offset < 0 || offset > fileSize - start || offset % alignment != 0) {
                throw in.corrupt(
                        entry.name(),
                        "begins at byte "
                                + Long.toUnsignedString(offset)
                                + " of "
                                + (fileSize - start)
                                + ", expected a multiple of "
                                + alignment);
            }
            GgufTensor tensor =
                    new GgufTensor(entry.name(), entry.type(), entry.shape(), start + offset);
            if (tensor.bytes() > fileSize - tensor.offset()) {
                throw in.corrupt(
                        entry.name(),
                        "takes "
                                + tensor.bytes()
                                + " bytes, but only "
                                + (fileSize - tensor.offset())
                                + " follow: the file is cut short");
            }
            return tensor;
        }

        private void checkApart(Map<String, GgufTensor> tensors) {
            List<GgufTensor> ordered =
                    tensors.values().stream()
                            .sorted(Comparator.comparingLong(GgufTensor::offset))
                            .toList();
            for (int i = 1; i < ordered.size(); i++) {
                GgufTensor before = ordered.get(i - 1);
                if (before.offset() + before.bytes() > ordered.get(i).offset()) {
                    throw in.corrupt(ordered.get(i).name(), "overlaps " + before.name());
                }
            }
        }
    }
}
