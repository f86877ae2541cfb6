package dev.imago.runtime.sequence;

import ai.djl.ndarray.NDArray;

/**
 * Padded or packed sequences as arrays, all owned by the manager they were built with. Legend: B
 * sequences, T positions of a row, N images, K tokens an image, D their width; a <em>row</em> is
 * the number {@code b·T + t} of a position.
 *
 * @param ids {@code [B, T]} int64, 0 at visual positions and padding
 * @param positions {@code [B, T]} int64
 * @param mask {@code [B, 1, T, T]} boolean, or null where causal order suffices
 * @param segments {@code [N]} int64 on the CPU, lengths of the sequences that stand end to end in
 *     the only row; null where each has a row
 * @param visualRows {@code [N·K]} int64, rows that hold visual tokens; null without images
 * @param slots {@code [N·K]} int64, index of each within its image; null without images
 * @param features {@code [N·K, D]} what is read there; null without images
 * @param textRows {@code [L]} int64, rows from which a text label is predicted; null without labels
 * @param textTargets {@code [L]} int64; null without labels
 * @param visionRows {@code [M·K]} int64, rows from which a visual token is predicted; null without
 *     learned images
 * @param visionTargets {@code [M·K, D]}; null without learned images
 */
public record Batch(
        NDArray ids,
        NDArray positions,
        NDArray mask,
        NDArray segments,
        NDArray visualRows,
        NDArray slots,
        NDArray features,
        NDArray textRows,
        NDArray textTargets,
        NDArray visionRows,
        NDArray visionTargets) {}
