package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSample;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Pictures;
import dev.imago.api.train.ShardSource;
import dev.imago.runtime.data.KeyedPermutation;
import dev.imago.runtime.data.Mix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Batches of pictures with their visual tokens, each epoch in an order of its own. Pictures are
 * decoded as a step is drawn, which is while the step before it computes.
 */
final class ImageShards implements ShardSource<ImageExamples> {
    /** Counts pictures. */
    static final String IMAGES = "images";

    private final Samples<ImageSample> samples;
    private final Pictures pictures;
    private final FittedPictures fitted;
    private final PreparedPictures prepared;
    private final int batchSize;
    private final long seed;
    private final VisualNoise noise;

    ImageShards(
            Samples<ImageSample> samples,
            Pictures pictures,
            FittedPictures fitted,
            PreparedPictures prepared,
            int batchSize,
            long seed,
            VisualNoise noise) {
        this.samples = samples;
        this.pictures = pictures;
        this.fitted = fitted;
        this.prepared = prepared;
        this.batchSize = batchSize;
        this.seed = seed;
        this.noise = noise;
    }

    @Override
    public List<Pending<ImageExamples>> step(long step, int shards) {
        List<ImageSource> images = new ArrayList<>();
        long size = samples.size();
        for (long i = step * batchSize; i < (step + 1) * batchSize; i++) {
            long index = new KeyedPermutation(size, seed + i / size).at(i % size);
            images.add(samples.get(index).image());
        }
        List<Picture> decoded = prepared.any() ? List.of() : fitted.of(images);
        List<Pending<ImageExamples>> pending = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            int from = s * batchSize / shards;
            int to = (s + 1) * batchSize / shards;
            pending.add(
                    new Shard(
                            images.subList(from, to),
                            prepared.any() ? List.of() : decoded.subList(from, to),
                            step * batchSize + from));
        }
        return pending;
    }

    @Override
    public String unit() {
        return IMAGES;
    }

    /** One shard's pictures. */
    private final class Shard implements Pending<ImageExamples> {
        private final List<ImageSource> images;
        private final List<Picture> decoded;
        private final long first;

        /**
         * @param decoded the images' pictures; none where what was prepared of them stands for them
         * @param first the first picture's position in the run
         */
        Shard(List<ImageSource> images, List<Picture> decoded, long first) {
            this.images = images;
            this.decoded = decoded;
            this.first = first;
        }

        @Override
        public Counts counts() {
            return new Counts(Map.of(IMAGES, (long) images.size()));
        }

        @Override
        public long positions() {
            return images.size();
        }

        @Override
        public ImageExamples open(NDManager scope) {
            long[] positions = LongStream.range(first, first + images.size()).toArray();
            NDArray tokens = noise.apply(pictures.visualTokens(images, scope), positions);
            long[] seeds = LongStream.of(positions).map(at -> Mix64.of(seed, at)).toArray();
            if (prepared.any()) {
                return new ImageExamples(tokens, null, prepared.of(images, scope), seeds);
            }
            NDArray pixels = pictures.unitPixels(decoded, scope);
            return new ImageExamples(tokens, pixels, null, seeds);
        }
    }
}
