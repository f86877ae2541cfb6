package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.PackedWeight.Layout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which kernels read quantised weights on this machine, by measurement where it matters. */
final class KernelChoice {
    /** Above so many rows a plain weight is always faster. */
    private static final int MOST_FEW = 64;

    /** Columns and rows that the kernel for 8 bits takes at once; others it reads past the end. */
    private static final int INT8_COLUMNS = 16;

    private static final int INT8_ROWS = 4;

    private static final int ROUNDS = 6;

    /** A weight to measure layouts with: as large as those of small models' layers. */
    private static final Shape SAMPLE = new Shape(1024, 512);

    private final TorchProgram program;
    private final QuantOps ops;
    private final Map<Layout, Integer> limits = new ConcurrentHashMap<>();
    private Boolean splits;

    KernelChoice(TorchProgram program, QuantOps ops) {
        this.program = program;
        this.ops = ops;
    }

    /** So many rows the kernel for quantised weights reads faster than a plain weight is made. */
    int few(PackedWeight weight) {
        // In float32 libtorch has only makeshifts, which expect 4 bits in another order.
        if (Precision.of(weight.scales()) != Precision.BF16 || !readable(weight)) {
            return 0;
        }
        return limits.computeIfAbsent(weight.layout(), layout -> measuredLimit(weight));
    }

    private static boolean readable(PackedWeight weight) {
        Shape shape = weight.data().getShape();
        return weight.layout() != Layout.ROWS
                || shape.get(1) % INT8_COLUMNS == 0 && shape.get(0) % INT8_ROWS == 0;
    }

    /** Whether weights of 8 bits are read faster as halves, by the kernel for 4 bits. */
    synchronized boolean splits(NDManager owner) {
        if (splits == null) {
            splits = measuredSplit(owner);
        }
        return splits;
    }

    private boolean measuredSplit(NDManager owner) {
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            int rows = Math.toIntExact(SAMPLE.get(0));
            int in = Math.toIntExact(SAMPLE.get(1));
            NDArray weight = ones(scope, SAMPLE);
            NDArray x = ones(scope, new Shape(1, in));
            if (!kernel(Layout.SPLIT, weight)) {
                return false;
            }
            QuantOps.Room halves =
                    ops.new Room(scope, Layout.SPLIT, rows, in, MOST_FEW, Precision.BF16);
            QuantOps.Room whole = ops.new Room(scope, Layout.ROWS, rows, in, 0, Precision.BF16);
            return seconds(x, halves.put(weight, 0), 1) < seconds(x, whole.put(weight, 0), 1);
        }
    }

    private int measuredLimit(PackedWeight weight) {
        if (!kernel(weight.layout(), weight.data())) {
            return 0;
        }
        int few = 0;
        try (NDManager scope = weight.data().getManager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            for (int rows = 1; rows <= MOST_FEW; rows *= 4) {
                NDArray x = ones(scope, new Shape(rows, weight.columns()));
                if (seconds(x, weight, rows) >= seconds(x, weight, 0)) {
                    break;
                }
                few = rows;
            }
        }
        return few;
    }

    /** Whether there is a kernel for a layout on the device of an array. */
    private boolean kernel(Layout layout, NDArray beside) {
        if (beside.getDevice().isGpu() || layout == Layout.ROWS) {
            return !beside.getDevice().isGpu();
        }
        try (NDArray answer = program.call("packs_int4", beside)) {
            return answer.toFloatArray()[0] > 0;
        }
    }

    private NDArray ones(NDManager owner, Shape shape) {
        try (NDArray ones = owner.ones(shape)) {
            return program.call("cast", ones, program.scalar(Precision.BF16.torchCode()));
        }
    }

    /** The best of some, so that other work on the machine decides nothing. */
    private double seconds(NDArray x, PackedWeight weight, int few) {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            ops.linear(x, weight, null, few).close();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}
