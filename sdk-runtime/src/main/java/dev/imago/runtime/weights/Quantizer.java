package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.PackedWeight.Format;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.QuantOps;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.Quantization;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns weights of linear layers into few bits one by one, as they are filled. Layers declared one
 * after the other under one prefix, of one width, get rows of one memory, so that kernels may read
 * them together; those of NF4, which no kernel reads, get memory of their own.
 */
final class Quantizer {
    private final Ops ops;
    private final NDManager owner;
    private final Precision precision;
    private final Quantization plan;
    private final Map<StoredParameter, Place> places = new HashMap<>();

    /**
     * @param owner gets the memory
     * @param layers all linear layers that models have asked for, in order
     * @param tied those over a weight that is also read otherwise
     * @throws ImagoException NOTHING_TRAINABLE for a glob that fits none
     */
    Quantizer(
            Ops ops,
            NDManager owner,
            Precision precision,
            Quantization plan,
            List<DenseLinear> layers,
            Set<DenseLinear> tied) {
        this.ops = ops;
        this.owner = owner;
        this.precision = precision;
        this.plan = plan;
        Block block = null;
        for (DenseLinear layer : wanted(layers)) {
            if (block == null || !block.takes(layer)) {
                block = new Block(layer);
            }
            places.put(layer.weight(), new Place(block, block.rows, !tied.contains(layer)));
            block.rows += layer.out();
        }
    }

    /** Whether a weight is to be in few bits. */
    boolean wants(StoredParameter weight) {
        return places.containsKey(weight);
    }

    /** Quantises a weight that has just been filled, if it is to be. */
    void take(StoredParameter weight) {
        Place place = places.get(weight);
        if (place == null || weight.packed() != null) {
            return;
        }
        if (weight.trainable()) {
            throw refusal(weight.name());
        }
        PackedWeight form = place.block.room().put(weight.value(), place.from);
        weight.pack(form, place.alone, () -> plain(form));
    }

    /**
     * Takes a weight that lies in a checkpoint in the very bits that are wanted.
     *
     * @return false where it must be read whole: it is wanted otherwise, or read otherwise too
     */
    boolean takeStored(StoredParameter weight, Checkpoint checkpoint, String key) {
        Place place = places.get(weight);
        FewBits found = checkpoint.fewBits(key).orElse(null);
        if (place == null || !place.alone || found == null || weight.trainable()) {
            return false;
        }
        if (!place.block.format.equals(found.format())
                || found.group() != place.block.group()
                || found.precision() != place.block.scales()) {
            return false;
        }
        weight.close();
        try (NDList stored = checkpoint.readFewBits(ops, key, owner)) {
            PackedWeight form = place.block.room().putStored(stored, place.from);
            weight.packNew(form, () -> plain(form));
        }
        return true;
    }

    /** What to say where training asks for a quantised weight. */
    static ImagoException refusal(String name) {
        return new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                name,
                "is quantised and can't be trained; train adapters on it, or give"
                        + " runtime.quantize_layers without it");
    }

    private NDArray plain(PackedWeight form) {
        NDArray plain = ops.quantised().dequantise(form, precision);
        plain.attach(owner);
        return plain;
    }

    /** Layers whose weights lie together. */
    private final class Block {
        private final String prefix;
        private final int in;
        private final Format format;
        private final boolean even;
        private int rows;
        private QuantOps.Room room;

        Block(DenseLinear first) {
            prefix = prefix(first.weight());
            in = first.in();
            format = format(first);
            even = even(first);
        }

        boolean takes(DenseLinear layer) {
            return !format.normal()
                    && prefix(layer.weight()).equals(prefix)
                    && layer.in() == in
                    && format(layer) == format
                    && even(layer) == even;
        }

        /** Columns under one scale that are to be chosen. */
        int group() {
            return format == Format.INT4 ? plan.group() : 0;
        }

        /** The precision of scales. */
        Precision scales() {
            return format.normal() ? Precision.FP32 : precision;
        }

        QuantOps.Room room() {
            if (room == null || !room.isOpen()) {
                room = ops.quantised().room(owner, format, rows, in, group(), precision, even);
            }
            return room;
        }
    }

    /** The rows of a weight in its block; alone where no other reader needs the plain array. */
    private record Place(Block block, int from, boolean alone) {}

    private List<DenseLinear> wanted(List<DenseLinear> layers) {
        Set<String> names = new HashSet<>();
        layers.forEach(layer -> names.add(name(layer.weight())));
        List<NameGlob> globs = plan.layers().stream().map(NameGlob::of).toList();
        for (NameGlob glob : globs) {
            if (names.stream().noneMatch(glob::matches)) {
                throw new ImagoException(
                        ErrorCode.NOTHING_TRAINABLE,
                        "runtime.quantize_layers",
                        "'"
                                + glob
                                + "' fits no linear layer. "
                                + NearestName.question(glob.toString(), names));
            }
        }
        return layers.stream()
                .filter(layer -> globs.stream().anyMatch(g -> g.matches(name(layer.weight()))))
                .toList();
    }

    /** 4 bits where rows and columns can be packed so, else 8. */
    private Format format(DenseLinear layer) {
        Format wanted = plan.bits().format();
        boolean fits =
                wanted.normal()
                        ? layer.in() % QuantOps.NF4_BLOCK == 0
                        : layer.in() % plan.group() == 0 && even(layer);
        return fits ? wanted : Format.INT8;
    }

    private static boolean even(DenseLinear layer) {
        return layer.out() % QuantOps.INT4_ROWS == 0;
    }

    private static String name(StoredParameter weight) {
        return weight.name().substring(0, weight.name().lastIndexOf('.'));
    }

    private static String prefix(StoredParameter weight) {
        String name = name(weight);
        return name.substring(0, name.lastIndexOf('.') + 1);
    }
}
