package dev.imago.plugins.wardrobe.judge;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.Training.TrainableWeights;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.SceneImage;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The stage {@code train-judge}: weights of its own, learned from training photos, examined on test
 * photos.
 */
public final class TrainJudgeStage implements Stage {
    private final TrainJudgeConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Built by a recipe. */
    @Inject
    public TrainJudgeStage(TrainJudgeConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public void run(StageContext context) {
        Samples<CaptionedImage> scenes =
                context.trainingSamples(config.task(), CaptionedImage.class);
        Weights weights = context.newWeights(Judge.WEIGHTS, root -> new JudgeNet(root, ops));
        int batch = config.settings().batchSize();
        context.training()
                .train(
                        new TrainableWeights(weights, Map.of("**", 1.0)),
                        view -> new JudgeObjective(view, ops, precision),
                        new JudgeShards(scenes, batch, context.seed()),
                        config.settings());
        examine(context, new Judge(weights, ops, precision, context.manager()));
    }

    private void examine(StageContext context, Judge judge) {
        Samples<CaptionedImage> scenes =
                context.evaluationSamples(config.task(), CaptionedImage.class);
        List<SceneImage> images =
                LongStream.range(0, Math.min(config.examined(), scenes.size()))
                        .mapToObj(i -> SceneImage.of(scenes.get(i).image()))
                        .toList();
        List<Picture> pictures = images.stream().map(SceneImage::load).toList();
        List<Map<Place, Garment>> named = judge.name(pictures);
        int garments = Garment.values().length;
        long[][] counts = new long[garments][garments];
        for (int i = 0; i < images.size(); i++) {
            for (Item item : images.get(i).scene().items()) {
                Garment seen = named.get(i).get(item.place());
                counts[item.garment().ordinal()][seen.ordinal()]++;
            }
        }
        context.figure("accuracy", accuracy(counts));
        List<String> labels = Arrays.stream(Garment.values()).map(Garment::toString).toList();
        context.report(new ReportPart.Confusion("The judge on real test photos", labels, counts));
    }

    private static double accuracy(long[][] counts) {
        long right = 0;
        long all = 0;
        for (int row = 0; row < counts.length; row++) {
            right += counts[row][row];
            all += Arrays.stream(counts[row]).sum();
        }
        return all == 0 ? 0 : (double) right / all;
    }
}
