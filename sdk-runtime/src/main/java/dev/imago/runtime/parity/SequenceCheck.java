package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import java.util.Arrays;

/** Compares expanded labels, masks and picture positions, padding included. All are exact. */
final class SequenceCheck {
    private final ParityCase recorded;
    private final RecordedSequences sequences;
    private final boolean padLeft;

    SequenceCheck(ParityCase recorded, RecordedSequences sequences, boolean padLeft) {
        this.recorded = recorded;
        this.sequences = sequences;
        this.padLeft = padLeft;
    }

    void compare(Findings findings) {
        int size = sequences.all().size() * sequences.width();
        long[] labels = new long[size];
        long[] mask = new long[size];
        long[] pictures = new long[size];
        Arrays.fill(labels, Sequence.IGNORE);
        for (int b = 0; b < sequences.all().size(); b++) {
            Sequence sequence = sequences.all().get(b);
            int start = b * sequences.width() + offset(sequence);
            for (int t = 0; t < sequence.length(); t++) {
                labels[start + t] = sequence.labels()[t];
                mask[start + t] = 1;
            }
            for (ImageSpan span : sequence.spans()) {
                int from = start + span.start();
                Arrays.fill(
                        pictures, from, from + sequence.tokensPerImage(), span.learned() ? 1 : 0);
            }
        }
        exact("expected_labels", labels, findings);
        exact("expected_attention_mask", mask, findings);
        exact("expected_image_positions", pictures, findings);
        if (recorded.has("/expected/expanded_length")) {
            findings.exact(
                    "expanded_length",
                    sequences.width(),
                    recorded.at("/expected/expanded_length").asLong());
        }
    }

    private int offset(Sequence sequence) {
        return padLeft ? sequences.width() - sequence.length() : 0;
    }

    private void exact(String name, long[] actual, Findings findings) {
        if (recorded.hasTensor(name)) {
            NDArray expected = recorded.tensor(name);
            findings.exact(name, actual, expected.toLongArray());
        }
    }
}
