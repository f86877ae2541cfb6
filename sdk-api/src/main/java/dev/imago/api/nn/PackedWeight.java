package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.List;
import java.util.Optional;

/**
 * A linear layer's weight in the layout of the kernels that read it: opaque, to be passed on to
 * them. Several weights may lie in one memory, so that a kernel can take them together.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class PackedWeight {
    private final Format format;
    private final Layout layout;
    private final int group;
    private final Memory memory;
    private final int from;
    private final int rows;
    private final NDArray data;
    private final NDArray scales;
    private final RowProduct alone = new RowProduct();

    /** How values are kept. */
    public enum Format {
        /** As they were, in the CPU library's own layout: by {@link Ops#packLinear}, say. */
        PLAIN,
        /** 8 bits, a scale for each row. */
        INT8,
        /** 4 bits, scale and offset for each group of columns. */
        INT4,
        /**
         * 4-bit NormalFloat (QLoRA, arXiv 2305.14314): each value is one of 16 quantiles of the
         * normal distribution, times a float32 scale for each block of 64 columns; 4.5 bits a
         * weight.
         */
        NF4,
        /**
         * The same with scales in 8 bits, a float32 step for each 256 of them and a mean; 4.127
         * bits a weight.
         */
        NF4_DOUBLE;

        /** Whether values are quantiles of the normal distribution. */
        public boolean normal() {
            return this == NF4 || this == NF4_DOUBLE;
        }
    }

    /** In which order the kernels find the bits; the place of each is the kernels' number of it. */
    enum Layout {
        ROWS,
        SPLIT,
        INT4,
        NF4,
        NF4_DOUBLE
    }

    /**
     * The memory that weights share; its rows are those of the weights, one after the other. Freed
     * when the last weight lets go of it.
     */
    static final class Memory {
        private final NDArray data;
        private final NDArray scales;
        private int holders;
        private boolean freed;

        Memory(NDArray data, NDArray scales) {
            this.data = data;
            this.scales = scales;
        }

        NDArray data() {
            return data;
        }

        NDArray scales() {
            return scales;
        }

        synchronized boolean isOpen() {
            return !freed;
        }

        private synchronized void hold() {
            holders++;
        }

        private synchronized void release() {
            if (--holders == 0) {
                freed = true;
                data.close();
                if (scales != null) {
                    scales.close();
                }
            }
        }
    }

    PackedWeight(
            Format format,
            Layout layout,
            int group,
            Memory memory,
            int from,
            int rows,
            NDArray data,
            NDArray scales) {
        this.format = format;
        this.layout = layout;
        this.group = group;
        this.memory = memory;
        this.from = from;
        this.rows = rows;
        this.data = data;
        this.scales = scales;
        memory.hold();
    }

    /** A weight laid out by {@link Ops#packLinear} or for convolutions; owns it. */
    public static PackedWeight plain(NDArray packed) {
        Memory memory = new Memory(packed, null);
        return new PackedWeight(Format.PLAIN, null, 0, memory, 0, 0, packed, null);
    }

    /** How values are kept. */
    public Format format() {
        return format;
    }

    /** Whether values were rounded to few bits. */
    public boolean quantised() {
        return format != Format.PLAIN;
    }

    /** The order of bits; null where nothing is quantised. */
    Layout layout() {
        return layout;
    }

    /** Columns under one scale, as the kernel has them; 0 where a row has one. */
    int group() {
        return group;
    }

    /** Values, as the kernels want them. */
    public NDArray data() {
        return data;
    }

    NDArray scales() {
        return scales;
    }

    /** Rows, one for each output. */
    long rows() {
        return quantised() ? rows : data.getShape().get(0);
    }

    /** Values of a row. */
    long columns() {
        long width = data.getShape().get(1);
        if (!quantised()) {
            return width;
        }
        return switch (layout) {
            case ROWS, SPLIT -> width;
            case INT4, NF4 -> 2 * width;
            case NF4_DOUBLE -> width * (2L * QuantOps.NF4_BLOCK) / (QuantOps.NF4_BLOCK + 2);
        };
    }

    /** Its copy for single rows, where it is read alone. */
    RowProduct alone() {
        return alone;
    }

    /** Lets go of the arrays; the memory is freed when all that share it have done so. */
    public void close() {
        alone.close(this);
        data.close();
        if (scales != null) {
            scales.close();
        }
        memory.release();
    }

    /**
     * Weights that lie one after the other in one memory as one, the way kernels for few rows read
     * it; empty where they don't.
     */
    static Optional<PackedWeight> joined(QuantOps ops, List<PackedWeight> parts) {
        PackedWeight first = parts.get(0);
        int next = first.from;
        for (PackedWeight part : parts) {
            if (part.memory != first.memory || part.from != next || !part.quantised()) {
                return Optional.empty();
            }
            next += part.rows;
        }
        return Optional.of(ops.together(first, first.memory, first.from, next - first.from));
    }
}
