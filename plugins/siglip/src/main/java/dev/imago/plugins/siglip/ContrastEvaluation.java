package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Samples;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.ShardSource.Pending;
import dev.imago.api.train.StageContext;
import java.util.List;

/**
 * How well the trained encoder knows evaluation pictures: of the texts that fit a region best, as
 * many as are true of it, how many are; and how often a picture's own caption fits it best.
 */
final class ContrastEvaluation {
    private static final int AT_ONCE = 64;

    private final ContrastModel model;
    private final TrainEncoderConfig config;
    private final Ops ops;
    private final Precision precision;

    ContrastEvaluation(
            ContrastModel model, TrainEncoderConfig config, Ops ops, Precision precision) {
        this.model = model;
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    /** Right answers among those asked for. */
    private static final class Score {
        private int right;
        private int asked;

        /** Counts columns of sign 1 among the best of each row, as many as it has. */
        void add(NDArray logits, NDArray signs) {
            float[] held = signs.toFloatArray();
            long[] order = logits.argSort(1, false).toLongArray();
            int width = (int) signs.getShape().get(1);
            for (int from = 0; from < held.length; from += width) {
                int truths = 0;
                for (int column = 0; column < width; column++) {
                    truths += held[from + column] > 0 ? 1 : 0;
                }
                for (int best = 0; best < truths; best++) {
                    right += held[from + (int) order[from + best]] > 0 ? 1 : 0;
                }
                asked += truths;
            }
        }

        double share() {
            return (double) right / asked;
        }
    }

    /**
     * Adds figures to the run's.
     *
     * @param grid patches a side
     */
    void measure(StageContext context, int grid) {
        Samples<CaptionedImage> samples =
                context.evaluationSamples(config.task(), CaptionedImage.class);
        int count = (int) Math.min(config.evaluate(), samples.size());
        Score regions = new Score();
        Score scenes = new Score();
        List<Pending<ContrastBatch>> parts =
                new ContrastShards(
                                samples,
                                context.pictures(),
                                context.model().tokenizer(),
                                config,
                                new SampleOrder(samples.size(), context.seed()),
                                new ContrastShards.Packing(grid, ops, precision),
                                PictureShift.NONE)
                        .draw(0, count, Math.max(1, count / AT_ONCE));
        for (Pending<ContrastBatch> part : parts) {
            try (NDManager scope = context.manager().newSubManager();
                    Autograd.Scope off = Autograd.off()) {
                score(part.open(scope), regions, scenes);
            }
        }
        context.figure("caption_retrieval", scenes.share());
        if (regions.asked > 0) {
            context.figure("region_precision", regions.share());
        }
    }

    private void score(ContrastBatch batch, Score regions, Score scenes) {
        NDArray patches = model.patches(batch.pixels());
        scenes.add(model.sceneLogits(patches, model.texts(batch.captions())), batch.captionSigns());
        if (batch.regions() != null) {
            regions.add(
                    model.regionLogits(patches, batch.regions(), model.texts(batch.regionTexts())),
                    batch.regionSigns());
        }
    }
}
