package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CaptionedImage.Region;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Samples;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.text.Tokenizer;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Pictures;
import dev.imago.api.train.ShardSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws captioned images. Every shard brings the texts of the whole step, so that the loss does not
 * depend on how a step is split.
 */
final class ContrastShards implements ShardSource<ContrastBatch> {
    private final Samples<CaptionedImage> samples;
    private final Pictures pictures;
    private final Tokenizer tokenizer;
    private final int textLength;
    private final int batchSize;
    private final SampleOrder order;
    private final Packing packing;
    private final PictureShift shift;

    /**
     * How pictures become arrays.
     *
     * @param grid patches a side
     * @param ops the kernels
     * @param precision of the model
     */
    record Packing(int grid, Ops ops, Precision precision) {}

    ContrastShards(
            Samples<CaptionedImage> samples,
            Pictures pictures,
            Tokenizer tokenizer,
            TrainEncoderConfig config,
            SampleOrder order,
            Packing packing,
            PictureShift shift) {
        this.samples = samples;
        this.pictures = pictures;
        this.tokenizer = tokenizer;
        this.textLength = config.textLength();
        this.batchSize = config.settings().batchSize();
        this.order = order;
        this.packing = packing;
        this.shift = shift;
    }

    @Override
    public String unit() {
        return "images";
    }

    @Override
    public List<Pending<ContrastBatch>> step(long step, int shards) {
        return draw(step * batchSize, batchSize, shards);
    }

    /**
     * Draws some samples in their order.
     *
     * @param first number of the first draw
     */
    List<Pending<ContrastBatch>> draw(long first, int count, int shards) {
        List<CaptionedImage> drawn = new ArrayList<>();
        for (long i = first; i < first + count; i++) {
            drawn.add(samples.get(order.at(i)));
        }
        Texts captions = new Texts(tokenizer, textLength);
        Texts regionTexts = new Texts(tokenizer, textLength);
        for (CaptionedImage image : drawn) {
            captions.add(image.caption());
            image.regions().forEach(region -> regionTexts.addAll(region.texts()));
        }
        List<Pending<ContrastBatch>> pending = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            int from = s * count / shards;
            int to = (s + 1) * count / shards;
            List<CaptionedImage> part = List.copyOf(drawn.subList(from, to));
            pending.add(new Shard(part, first + from, captions, regionTexts));
        }
        return pending;
    }

    /** Some of a step's pictures. */
    private final class Shard implements Pending<ContrastBatch> {
        private final List<CaptionedImage> images;
        private final long first;
        private final Texts captions;
        private final Texts regionTexts;

        Shard(List<CaptionedImage> images, long first, Texts captions, Texts regionTexts) {
            this.images = images;
            this.first = first;
            this.captions = captions;
            this.regionTexts = regionTexts;
        }

        @Override
        public Counts counts() {
            return new Counts(
                    Map.of(
                            ContrastObjective.REGIONS,
                            (long) regionCount(),
                            ContrastObjective.SCENES,
                            (long) images.size()));
        }

        @Override
        public long positions() {
            return images.size();
        }

        @Override
        public ContrastBatch open(NDManager scope) {
            List<ImageSource> sources = images.stream().map(CaptionedImage::image).toList();
            NDArray pixels = packing.ops().cast(moved(sources, scope), packing.precision());
            boolean regions = regionCount() > 0;
            return new ContrastBatch(
                    pixels,
                    regions ? pool(scope) : null,
                    regions ? regionTexts.open(scope) : null,
                    regions ? regionSigns(scope) : null,
                    captions.open(scope),
                    captionSigns(scope));
        }

        private NDArray moved(List<ImageSource> sources, NDManager scope) {
            return shift.apply(pictures.pixels(sources, scope), first);
        }

        private int regionCount() {
            return images.stream().mapToInt(image -> image.regions().size()).sum();
        }

        /** {@code [R, N·P]}. */
        private NDArray pool(NDManager scope) {
            int patches = packing.grid() * packing.grid();
            int width = images.size() * patches;
            float[] shares = new float[regionCount() * width];
            RegionPool pool = new RegionPool(packing.grid());
            int row = 0;
            for (int n = 0; n < images.size(); n++) {
                for (Region region : images.get(n).regions()) {
                    pool.fill(region.box(), shares, row++ * width + n * patches);
                }
            }
            NDArray wide = scope.create(shares, new Shape(row, width));
            return packing.ops().cast(wide, packing.precision());
        }

        private NDArray regionSigns(NDManager scope) {
            float[] signs = new float[regionCount() * regionTexts.size()];
            int row = 0;
            for (CaptionedImage image : images) {
                for (Region region : image.regions()) {
                    regionTexts.sign(region.texts(), signs, row++);
                }
            }
            return scope.create(signs, new Shape(row, regionTexts.size()));
        }

        private NDArray captionSigns(NDManager scope) {
            float[] signs = new float[images.size() * captions.size()];
            for (int n = 0; n < images.size(); n++) {
                captions.sign(List.of(images.get(n).caption()), signs, n);
            }
            return scope.create(signs, new Shape(images.size(), captions.size()));
        }
    }
}
