package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.runtime.sequence.Sequence;
import java.util.Arrays;
import java.util.List;

/** Padding in front of shorter prompts of a batch, which later positions must not look at. */
final class Padding {
    private final int[] offsets;

    Padding(List<Sequence> prompts, int width) {
        offsets = prompts.stream().mapToInt(prompt -> width - prompt.length()).toArray();
    }

    /** {@code [B, 1, 1, S]} boolean for one new position a row; null where nothing is padded. */
    NDArray mask(int positions, NDManager owner) {
        if (Arrays.stream(offsets).allMatch(offset -> offset == 0)) {
            return null;
        }
        boolean[] mask = new boolean[offsets.length * positions];
        for (int b = 0; b < offsets.length; b++) {
            Arrays.fill(mask, b * positions + offsets[b], (b + 1) * positions, true);
        }
        return owner.create(mask, new Shape(offsets.length, 1, 1, positions));
    }
}
