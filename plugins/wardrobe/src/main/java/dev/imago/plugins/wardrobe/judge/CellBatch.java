package dev.imago.plugins.wardrobe.judge;

import ai.djl.ndarray.NDArray;

/**
 * Cells to learn from.
 *
 * @param cells {@code [N, 3, 32, 32]} float32 in -1..1
 * @param garments {@code [N]} int64
 * @param dropout {@code [N, 384]}, what features are multiplied with: 0, or more than 1
 */
record CellBatch(NDArray cells, NDArray garments, NDArray dropout) {}
