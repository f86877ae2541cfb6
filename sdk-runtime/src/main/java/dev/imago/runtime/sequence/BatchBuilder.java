package dev.imago.runtime.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.LongStream;

/** Pads sequences into one {@link Batch}. */
public final class BatchBuilder {
    private final boolean padLeft;

    /**
     * @param padLeft whether padding stands in front, which needs a mask, instead of behind, where
     *     causal order hides it
     */
    public BatchBuilder(boolean padLeft) {
        this.padLeft = padLeft;
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
        int width = sequences.stream().mapToInt(Sequence::length).max().orElseThrow();
        Layout layout = new Layout(sequences, width, padLeft);
        Shape shape = new Shape(sequences.size(), width);
        long[] visionTargets = layout.visionTargets();
        return new Batch(
                owner.create(layout.ids(), shape),
                owner.create(layout.positions(), shape),
                layout.needsMask() ? layout.mask(owner) : null,
                rows(layout.visualRows(), owner),
                rows(layout.slots(), owner),
                features == null ? null : flat(features),
                rows(layout.textRows(), owner),
                rows(layout.textTargets(), owner),
                rows(layout.visionRows(), owner),
                visionTargets.length == 0 ? null : flat(targets).get(owner.create(visionTargets)));
    }

    private static NDArray rows(long[] values, NDManager owner) {
        return values.length == 0 ? null : owner.create(values);
    }

    private static NDArray flat(NDArray features) {
        return features.reshape(-1, features.getShape().get(2));
    }

    /** The numbers of the arrays, worked out on the Java side. */
    private record Layout(List<Sequence> sequences, int width, boolean padLeft) {
        int offset(int row) {
            return padLeft ? width - sequences.get(row).length() : 0;
        }

        boolean needsMask() {
            return padLeft && sequences.stream().anyMatch(s -> s.length() < width);
        }

        long[] ids() {
            long[] ids = new long[sequences.size() * width];
            for (int b = 0; b < sequences.size(); b++) {
                int[] own = sequences.get(b).ids();
                for (int t = 0; t < own.length; t++) {
                    ids[b * width + offset(b) + t] = own[t] == Sequence.VISUAL ? 0 : own[t];
                }
            }
            return ids;
        }

        long[] positions() {
            long[] positions = new long[sequences.size() * width];
            for (int b = 0; b < sequences.size(); b++) {
                for (int t = 0; t < width; t++) {
                    positions[b * width + t] = Math.max(0, t - offset(b));
                }
            }
            return positions;
        }

        NDArray mask(NDManager owner) {
            int rows = sequences.size();
            boolean[] mask = new boolean[rows * width * width];
            for (int b = 0; b < rows; b++) {
                for (int t = 0; t < width; t++) {
                    int row = (b * width + t) * width;
                    // A padding position looks at itself, or its softmax would have no entry.
                    mask[row + t] = true;
                    for (int s = offset(b); s < t; s++) {
                        mask[row + s] = true;
                    }
                }
            }
            return owner.create(mask, new Shape(rows, 1, width, width));
        }

        long[] visualRows() {
            return spanRows(false, 0);
        }

        long[] visionRows() {
            return spanRows(true, -1);
        }

        private long[] spanRows(boolean learnedOnly, int shift) {
            LongStream.Builder rows = LongStream.builder();
            for (int b = 0; b < sequences.size(); b++) {
                long base = (long) b * width + offset(b) + shift;
                for (ImageSpan span : sequences.get(b).spans()) {
                    for (int k = 0; k < tokens() && (span.learned() || !learnedOnly); k++) {
                        rows.add(base + span.start() + k);
                    }
                }
            }
            return rows.build().toArray();
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
                        long row = (long) b * width + offset(b) + t;
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
