package dev.imago.plugins.wardrobe.judge;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.train.Counts;
import dev.imago.api.train.ShardSource;
import dev.imago.plugins.wardrobe.world.Draws;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.SceneImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The garments of a step's scenes, each varied anew. */
final class JudgeShards implements ShardSource<CellBatch> {
    /** Counts cells. */
    static final String GARMENTS = "garments";

    private static final double BLURRED = 0.25;
    private static final double DROPPED = 0.3;

    private final Samples<CaptionedImage> samples;
    private final int scenes;
    private final long seed;

    JudgeShards(Samples<CaptionedImage> samples, int scenes, long seed) {
        this.samples = samples;
        this.scenes = scenes;
        this.seed = seed;
    }

    @Override
    public List<Pending<CellBatch>> step(long step, int shards) {
        List<Pending<CellBatch>> pending = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            long from = step * scenes + (long) s * scenes / shards;
            long to = step * scenes + (long) (s + 1) * scenes / shards;
            pending.add(shard(from, to));
        }
        return pending;
    }

    @Override
    public String unit() {
        return GARMENTS;
    }

    private Pending<CellBatch> shard(long from, long to) {
        List<float[]> cells = new ArrayList<>();
        List<Integer> garments = new ArrayList<>();
        for (long i = from; i < to; i++) {
            RandomGenerator random = Draws.random(seed, "judge", i);
            SceneImage image = SceneImage.of(samples.get(i % samples.size()).image());
            Picture picture = image.load();
            for (Item item : image.scene().items()) {
                float[] cell = CellPixels.of(picture, item.place());
                cells.add(CellPixels.varied(cell, BLURRED, random));
                garments.add(item.garment().ordinal());
            }
        }
        RandomGenerator random = Draws.random(seed, "judge dropout", from);
        return new Shard(cells, garments, dropout(cells.size(), random));
    }

    private static float[] dropout(int cells, RandomGenerator random) {
        float[] factors = new float[cells * JudgeNet.FEATURES];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < DROPPED ? 0 : (float) (1 / (1 - DROPPED));
        }
        return factors;
    }

    private record Shard(List<float[]> cells, List<Integer> garments, float[] dropout)
            implements Pending<CellBatch> {
        @Override
        public Counts counts() {
            return new Counts(Map.of(GARMENTS, (long) garments.size()));
        }

        @Override
        public long positions() {
            return garments.size();
        }

        @Override
        public CellBatch open(NDManager scope) {
            int count = cells.size();
            FloatBuffer pixels = FloatBuffer.allocate(count * CellPixels.SIZE);
            cells.forEach(pixels::put);
            long[] labels = garments.stream().mapToLong(Integer::longValue).toArray();
            return new CellBatch(
                    scope.create(
                            pixels.array(), new Shape(count, 3, CellPixels.SIDE, CellPixels.SIDE)),
                    scope.create(labels),
                    scope.create(dropout, new Shape(count, JudgeNet.FEATURES)));
        }
    }
}
