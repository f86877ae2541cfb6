package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;

/**
 * Keys of the measure {@code distribution}.
 *
 * @param features what sees the pictures
 * @param name put before the figures' names
 * @param neighbours which neighbour bounds what a picture covers
 * @param mostRows most pictures for precision and recall
 * @param kidSize pictures in a subset of KID
 * @param kidSubsets how many subsets
 * @param intervalWidth largest matrices of which Fréchet distances take roots for every draw
 * @param limitWidth widest features of which a Fréchet distance is followed to endless pictures
 * @param wideDraws draws for the interval of a Fréchet distance of larger matrices
 */
@Doc("Fréchet distance (FID), kernel distance (KID), precision and recall of features.")
public record DistributionConfig(
        @Doc("what sees the pictures; its places are averaged") @DefaultType("encoder")
                Spec<PictureFeatures> features,
        @Doc("put before the figures' names, where there are several of this measure") String name,
        @Doc("precision and recall: which neighbour bounds what a picture covers")
                Integer neighbours,
        @Doc("precision and recall: most pictures, since time grows with their square")
                Integer mostRows,
        @Doc("KID: pictures in a subset; sets that are no larger are compared whole")
                Integer kidSize,
        @Doc("KID: how many random subsets of larger sets") Integer kidSubsets,
        @Doc(
                        "Fréchet: largest matrix, by the features' width or half the pictures, whichever"
                                + " is less, of which roots are taken for each of the resamples")
                Integer intervalWidth,
        @Doc("Fréchet: widest features of which it is followed to endless pictures; takes 30 roots")
                Integer limitWidth,
        @Doc(
                        "Fréchet: draws for the interval where matrices are larger; takes two roots a draw;"
                                + " below 2 there is no interval")
                Integer wideDraws) {
    /** Defaults and checks. */
    public DistributionConfig {
        name = Check.orDefault(name, "");
        neighbours = Check.positive(neighbours, 3, "neighbours");
        mostRows = Check.between(mostRows, 5000, 8, 100_000, "most_rows");
        kidSize = Check.between(kidSize, 1000, 2, 100_000, "kid_size");
        kidSubsets = Check.positive(kidSubsets, 20, "kid_subsets");
        intervalWidth = Check.between(intervalWidth, 256, 0, 1 << 20, "interval_width");
        limitWidth = Check.between(limitWidth, 512, 0, 1 << 20, "limit_width");
        wideDraws = Check.between(wideDraws, 6, 0, 100_000, "wide_draws");
    }
}
