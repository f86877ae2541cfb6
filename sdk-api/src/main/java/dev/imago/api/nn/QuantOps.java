package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import dev.imago.api.nn.PackedWeight.Format;
import dev.imago.api.nn.PackedWeight.Layout;
import dev.imago.api.nn.PackedWeight.Memory;

/**
 * Weights of linear layers in 8 or about 4 bits, from {@link Ops#quantised}. Only weights are
 * rounded; activations stay as they are. Legend: in and out width of a layer.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class QuantOps {
    /** Rows that 4-bit weights are packed by. */
    public static final int INT4_ROWS = 64;

    /** Columns under one scale of NF4. */
    public static final int NF4_BLOCK = 64;

    /** Scales of NF4 under one step, where they are in 8 bits themselves. */
    private static final int NF4_RUN = 256;

    private final TorchProgram program;
    private final KernelChoice choice;

    /** Over the program of {@link Ops}, which closes it. */
    QuantOps(TorchProgram program) {
        this.program = program;
        this.choice = new KernelChoice(program, this);
    }

    /**
     * Memory for weights that may be read together; of NF4 for one weight alone, whose width {@link
     * #NF4_BLOCK} divides.
     *
     * @param owner gets it
     * @param rows of all of them
     * @param in their width
     * @param group columns under one scale of INT4, which divides {@code in}; others have theirs
     * @param precision of activations, and of scales but those of NF4
     * @param even whether each weight's rows are a multiple of {@link #INT4_ROWS}, as INT4 needs
     */
    public Room room(
            NDManager owner,
            Format format,
            int rows,
            int in,
            int group,
            Precision precision,
            boolean even) {
        if (format == Format.INT4) {
            return new Room(owner, Layout.INT4, rows, in, group, precision);
        }
        if (format.normal()) {
            Layout layout = format == Format.NF4 ? Layout.NF4 : Layout.NF4_DOUBLE;
            return new Room(owner, layout, rows, in, NF4_BLOCK, Precision.FP32);
        }
        int half = largestGroup(in);
        boolean split = even && half > 0 && precision == Precision.BF16 && choice.splits(owner);
        return split
                ? new Room(owner, Layout.SPLIT, rows, in, half, precision)
                : new Room(owner, Layout.ROWS, rows, in, 0, precision);
    }

    /** The most columns that a kernel for 4 bits keeps together; 0 where it can't. */
    private static int largestGroup(int in) {
        for (int group = 256; group >= 32; group /= 2) {
            if (in % group == 0) {
                return group;
            }
        }
        return 0;
    }

    /** Memory that weights are quantised into. */
    public final class Room {
        private final Layout layout;
        private final int group;
        private final Memory memory;

        Room(NDManager owner, Layout layout, int rows, int in, int group, Precision precision) {
            this.layout = layout;
            this.group = group;
            NDArray data =
                    switch (layout) {
                        case ROWS -> owner.zeros(new Shape(rows, in), DataType.INT8);
                        case SPLIT -> owner.zeros(new Shape(rows, in), DataType.UINT8);
                        case INT4, NF4 -> owner.zeros(new Shape(rows, in / 2), DataType.UINT8);
                        case NF4_DOUBLE ->
                                owner.zeros(new Shape(rows, in / 2 + in / group), DataType.UINT8);
                    };
            Shape scales =
                    switch (layout) {
                        case ROWS -> new Shape(rows);
                        case SPLIT -> new Shape(2L * in / group, rows, 2);
                        case INT4 -> new Shape(in / group, rows, 2);
                        case NF4 -> new Shape(rows, in / group);
                        case NF4_DOUBLE -> new Shape(1 + nf4Steps(rows, in));
                    };
            memory = new Memory(data, zeros(data, scales, precision));
        }

        /** Whether a weight still lies in it, or none has yet been put. */
        public boolean isOpen() {
            return memory.isOpen();
        }

        /**
         * Quantises a weight into some of the rows.
         *
         * @param weight {@code [out, in]}, left as it is
         * @param from the first row; 0 for NF4
         */
        public PackedWeight put(NDArray weight, int from) {
            NDArray data = memory.data();
            NDArray scales = memory.scales();
            switch (layout) {
                case ROWS -> program.update("fill_int8", data, scales, from, weight);
                case SPLIT -> program.update("fill_split", data, scales, from, weight);
                case INT4 -> program.update("fill_int4", data, scales, from, weight, group);
                case NF4, NF4_DOUBLE ->
                        program.update("fill_nf4", data, scales, weight, layout.ordinal());
            }
            int rows = Math.toIntExact(weight.getShape().get(0));
            return view(layout, group, memory, from, rows);
        }

        /**
         * Takes a weight that is in few bits already, without rounding anew.
         *
         * @param stored by {@link QuantOps#stored}, of the room's format, group and precision; left
         *     as it is
         * @param from the first row; 0 for NF4
         */
        public PackedWeight putStored(NDList stored, int from) {
            NDArray codes = stored.get(0);
            program.update(
                    "put_stored",
                    memory.data(),
                    memory.scales(),
                    from,
                    layout.ordinal(),
                    codes,
                    stored.get(1));
            int rows = Math.toIntExact(codes.getShape().get(0));
            return view(layout, group, memory, from, rows);
        }
    }

    private static Format format(Layout layout) {
        return switch (layout) {
            case ROWS, SPLIT -> Format.INT8;
            case INT4 -> Format.INT4;
            case NF4 -> Format.NF4;
            case NF4_DOUBLE -> Format.NF4_DOUBLE;
        };
    }

    /**
     * Float32 steps of the scales of a weight {@code [rows, in]} in NF4_DOUBLE, beside the mean.
     */
    public static long nf4Steps(long rows, long in) {
        long scales = rows * (in / NF4_BLOCK);
        return (scales + NF4_RUN - 1) / NF4_RUN;
    }

    /**
     * A weight as it may be written, the same on every machine. Codes are {@code [out, in]} int8
     * for INT8, with scales {@code [out]}; {@code [out, in / 2]} bytes for INT4, with {@code [in /
     * group, out, 2]}; {@code [out, in / 2]} bytes for NF4, with float32 {@code [out, in / 64]};
     * {@code [out, 33 in / 64]} bytes for NF4_DOUBLE, with float32 {@code [1 + n]}, n by {@link
     * #nf4Steps}.
     *
     * @return codes and scales, which may share the weight's memory, owned by its manager; the
     *     caller closes them
     */
    public NDList stored(PackedWeight weight) {
        return program.callAll(
                "stored",
                weight.data(),
                weight.scales(),
                program.scalar(weight.layout().ordinal()));
    }

    /**
     * The 16 values that codes of NF4 stand for, ascending from -1 to 1, float32.
     *
     * @param beside on the same device; its manager owns them
     */
    public NDArray normalFloats(NDArray beside) {
        return program.call("codes_nf4", beside);
    }

    /**
     * {@code [out, in]}, owned by the weight's manager.
     *
     * @param precision as the room's was
     */
    public NDArray dequantise(PackedWeight weight, Precision precision) {
        return program.call(
                "dequantise",
                weight.data(),
                weight.scales(),
                program.scalar(weight.layout().ordinal()),
                program.scalar(weight.group()),
                program.scalar(precision.torchCode()));
    }

    /**
     * {@code x Wᵀ + b}; differentiable by x.
     *
     * @param x {@code [..., in]} in the precision of the weight's room
     * @param bias {@code [out]} or null
     */
    public NDArray linear(NDArray x, PackedWeight weight, NDArray bias) {
        // Which kernel is faster decides nothing while training, so that its numbers stay the same.
        return linear(x, weight, bias, JniUtils.isGradMode() ? 0 : choice.few(weight));
    }

    NDArray linear(NDArray x, PackedWeight weight, NDArray bias, int few) {
        NDArray data = weight.data();
        NDArray scales = weight.scales();
        NDArray layout = program.scalar(weight.layout().ordinal());
        NDArray group = program.scalar(weight.group());
        NDArray most = program.scalar(few);
        return bias == null
                ? program.call("linear_quantised", x, data, scales, layout, group, most)
                : program.call("linear_quantised_bias", x, data, scales, layout, group, most, bias);
    }

    /** Whether one row is best read by the kernel for quantised weights. */
    boolean readsRows(PackedWeight weight) {
        return choice.few(weight) > 0;
    }

    private PackedWeight view(Layout layout, int group, Memory memory, int from, int rows) {
        // Of NF4 one weight has the memory, so its scales are all that there are.
        boolean all = format(layout).normal();
        int axis = axis(layout);
        int count = all ? Math.toIntExact(memory.scales().getShape().get(axis)) : rows;
        return new PackedWeight(
                format(layout),
                layout,
                group,
                memory,
                from,
                rows,
                rows("rows_of", memory.data(), 0, from, rows),
                rows("rows_of", memory.scales(), axis, from, count));
    }

    /** Rows of a memory like those of a part; what the kernels need in one piece is copied. */
    PackedWeight together(PackedWeight part, Memory memory, int from, int rows) {
        Layout layout = part.layout();
        return new PackedWeight(
                part.format(),
                layout,
                part.group(),
                memory,
                from,
                rows,
                rows("rows_of", memory.data(), 0, from, rows),
                rows("rows_in_one_piece", memory.scales(), axis(layout), from, rows));
    }

    private static int axis(Layout layout) {
        return layout == Layout.SPLIT || layout == Layout.INT4 ? 1 : 0;
    }

    private NDArray rows(String method, NDArray array, int axis, int from, int count) {
        try (NDArray start = program.newScalar(from)) {
            return program.call(method, array, program.scalar(axis), start, program.scalar(count));
        }
    }

    private NDArray zeros(NDArray beside, Shape shape, Precision precision) {
        try (NDArray sizes = beside.getManager().create(shape.getShape())) {
            NDArray code = program.scalar(precision.torchCode());
            return program.call("zeros", beside, sizes, code);
        }
    }
}
