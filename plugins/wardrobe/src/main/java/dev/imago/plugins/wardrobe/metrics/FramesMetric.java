package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.judge.Judge;
import dev.imago.plugins.wardrobe.world.FrameImage;
import dev.imago.plugins.wardrobe.world.Scene;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The metric {@code wardrobe-frames}: frames of test scenes that are drawn after others. Likeness
 * is measured on all of them; layout, colour and garment on those whose moving garment has come to
 * lie in a cell. Beside it stands what copying the last frame shown would reach.
 */
public final class FramesMetric implements Metric {
    private final FramesConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Built by a recipe. */
    @Inject
    public FramesMetric(FramesConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public void measure(StageContext context) {
        Seen.requireDecoder(context, "wardrobe-frames");
        List<TaskItem> items = items(context);
        List<Redrawing> all = new Redrawer(context, config.batchSize()).draw(items);
        List<Scene> scenes = new ArrayList<>();
        List<Redrawing> resting = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Optional<Scene> scene = FrameImage.of(Redrawer.wanted(items.get(i))).scene();
            if (scene.isPresent()) {
                scenes.add(scene.get());
                resting.add(all.get(i));
            }
        }
        Judge judge = Judge.of(context, config.judge(), ops, precision);
        Scoring scoring = new Scoring(judge, scenes, resting);
        FramesReport report =
                new FramesReport(
                        scoring.of(d -> Optional.of(d.wanted().picture())),
                        scoring.of(d -> d.drawn().map(Drawn::picture)),
                        scoring.of(d -> Optional.of(d.source().picture())),
                        Redrawing.cosine(all),
                        Redrawing.cosineOfCopy(all));
        report.figures(context);
        context.report(report.table(all.size()));
        context.report(FramesReport.sheet(all, config.shown()));
    }

    /** Pictures against the scenes they should show. */
    private record Scoring(Judge judge, List<Scene> scenes, List<Redrawing> drawings) {
        SceneScore of(Function<Redrawing, Optional<Picture>> picture) {
            return SceneScore.of(scenes, Seen.all(judge, drawings.stream().map(picture).toList()));
        }
    }

    /** Requests for one frame. */
    private List<TaskItem> items(StageContext context) {
        Samples<FrameSequence> samples =
                context.evaluationSamples(config.task(), FrameSequence.class);
        TaskFormatter<FrameSequence> formatter =
                context.formatter(config.task(), FrameSequence.class);
        List<TaskItem> items = new ArrayList<>();
        for (long i = 0; i < samples.size() && items.size() < config.frames(); i++) {
            formatter.items(samples.get(i)).stream()
                    .filter(item -> Redrawer.wantedPictures(item) == 1)
                    .forEach(items::add);
        }
        if (items.isEmpty()) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "tasks." + config.task(),
                    "asks for no single frame, which the metric wardrobe-frames measures");
        }
        return items;
    }
}
