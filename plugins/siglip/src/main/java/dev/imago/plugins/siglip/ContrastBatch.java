package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;

/**
 * A shard of pictures with all texts of the step. Legend: N pictures, R regions, P patches, M
 * region texts, C captions.
 *
 * @param pixels {@code [N, 3, S, S]}
 * @param regions {@code [R, N·P]} shares of the patches each region is the mean of; null without
 * @param regionTexts the M texts of all regions of the step; null without regions
 * @param regionSigns {@code [R, M]} 1 where a text holds, -1 where not; null without regions
 * @param captions the C captions of the step
 * @param captionSigns {@code [N, C]} 1 for a picture's own caption, -1 for others
 */
record ContrastBatch(
        NDArray pixels,
        NDArray regions,
        Texts.Batch regionTexts,
        NDArray regionSigns,
        Texts.Batch captions,
        NDArray captionSigns) {}
