package dev.imago.runtime.sequence;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Puts sequences into one {@link Batch}: padded, or packed into one row. */
public final class BatchBuilder {
    private final boolean padLeft;
    private final boolean packed;

    /**
     * Pads.
     *
     * @param padLeft whether padding stands in front, which needs a mask, instead of behind, where
     *     causal order hides it
     */
    public BatchBuilder(boolean padLeft) {
        this(padLeft, false);
    }

    private BatchBuilder(boolean padLeft, boolean packed) {
        this.padLeft = padLeft;
        this.packed = packed;
    }

    /** Sets sequences end to end, without padding. */
    public static BatchBuilder packed() {
        return new BatchBuilder(false, true);
    }

    /**
     * @param sequences at least one
     * @param features {@code [N, K, D]} of all their images in order, what the model reads; null
     *     without images
     * @param targets {@code [N, K, D]}, what it should draw; the same array as features where no
     *     noise is added
     * @param owner owns the batch's arrays
     */
    public Batch build(
            List<Sequence> sequences, NDArray features, NDArray targets, NDManager owner) {
        RowLayout rows =
                packed ? RowLayout.packed(sequences) : RowLayout.padded(sequences, padLeft);
        Layout layout = new Layout(sequences, rows, padLeft);
        Shape shape = new Shape(rows.rows(), rows.width());
        long[] visionTargets = layout.visionTargets();
        return new Batch(
                owner.create(layout.ids(), shape),
                owner.create(layout.positions(), shape),
                layout.needsMask() ? layout.mask(owner) : null,
                packed ? segments(sequences, owner) : null,
                rows(layout.visualRows(), owner),
                rows(layout.slots(), owner),
                features == null ? null : flat(features),
                rows(layout.textRows(), owner),
                rows(layout.textTargets(), owner),
                rows(layout.visionRows(), owner),
                visionTargets.length == 0 ? null : flat(targets).get(owner.create(visionTargets)));
    }

    private static NDArray segments(List<Sequence> sequences, NDManager owner) {
        try (NDManager cpu = owner.newSubManager(Device.cpu())) {
            NDArray lengths = cpu.create(sequences.stream().mapToLong(Sequence::length).toArray());
            lengths.attach(owner);
            return lengths;
        }
    }

    private static NDArray rows(long[] values, NDManager owner) {
        return values.length == 0 ? null : owner.create(values);
    }

    private static NDArray flat(NDArray features) {
        return features.reshape(-1, features.getShape().get(2));
    }

    /** The numbers of the arrays, worked out on the Java side. */
    private record Layout(List<Sequence> sequences, RowLayout rows, boolean padLeft) {
        boolean needsMask() {
            return padLeft && sequences.stream().anyMatch(s -> s.length() < rows.width());
        }

        long[] ids() {
            long[] ids = new long[rows.size()];
            for (int b = 0; b < sequences.size(); b++) {
                int[] own = sequences.get(b).ids();
                for (int t = 0; t < own.length; t++) {
                    ids[rows.starts()[b] + t] = own[t] == Sequence.VISUAL ? 0 : own[t];
                }
            }
            return ids;
        }

        /** Counted from each sequence's start, on through the padding behind it. */
        long[] positions() {
            long[] positions = new long[rows.size()];
            for (int b = 0; b < sequences.size(); b++) {
                int end = b + 1 < sequences.size() ? rows.starts()[b + 1] : rows.size();
                for (int at = rows.starts()[b]; at < end; at++) {
                    positions[at] = at - rows.starts()[b];
                }
                if (padLeft && b + 1 < sequences.size()) {
                    Arrays.fill(positions, (b + 1) * rows.width(), end, 0);
                }
            }
            return positions;
        }

        NDArray mask(NDManager owner) {
            int width = rows.width();
            boolean[] mask = new boolean[rows.size() * width];
            for (int b = 0; b < rows.rows(); b++) {
                for (int t = 0; t < width; t++) {
                    int row = (b * width + t) * width;
                    // A padding position looks at itself, or its softmax would have no entry.
                    mask[row + t] = true;
                    for (int s = rows.starts()[b] - b * width; s < t; s++) {
                        mask[row + s] = true;
                    }
                }
            }
            return owner.create(mask, new Shape(rows.rows(), 1, width, width));
        }

        long[] visualRows() {
            return spanRows(false, 0);
        }

        long[] visionRows() {
            return spanRows(true, -1);
        }

        private long[] spanRows(boolean learnedOnly, int shift) {
            LongStream.Builder found = LongStream.builder();
            for (int b = 0; b < sequences.size(); b++) {
                long base = (long) rows.starts()[b] + shift;
                for (ImageSpan span : sequences.get(b).spans()) {
                    for (int k = 0; k < tokens() && (span.learned() || !learnedOnly); k++) {
                        found.add(base + span.start() + k);
                    }
                }
            }
            return found.build().toArray();
        }

        long[] slots() {
            int images = sequences.stream().mapToInt(s -> s.spans().size()).sum();
            return LongStream.range(0, (long) images * tokens()).map(i -> i % tokens()).toArray();
        }

        long[] visionTargets() {
            LongStream.Builder targets = LongStream.builder();
            long image = 0;
            for (Sequence sequence : sequences) {
                for (ImageSpan span : sequence.spans()) {
                    for (int k = 0; k < tokens() && span.learned(); k++) {
                        targets.add(image * tokens() + k);
                    }
                    image++;
                }
            }
            return targets.build().toArray();
        }

        long[] textRows() {
            return labelled((row, label) -> row - 1);
        }

        long[] textTargets() {
            return labelled((row, label) -> label);
        }

        private long[] labelled(java.util.function.LongBinaryOperator value) {
            LongStream.Builder values = LongStream.builder();
            for (int b = 0; b < sequences.size(); b++) {
                int[] labels = sequences.get(b).labels();
                for (int t = 1; t < labels.length; t++) {
                    if (labels[t] != Sequence.IGNORE) {
                        long row = (long) rows.starts()[b] + t;
                        values.add(value.applyAsLong(row, labels[t]));
                    }
                }
            }
            return values.build().toArray();
        }

        private int tokens() {
            return sequences.get(0).tokensPerImage();
        }
    }
}
