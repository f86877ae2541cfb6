package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.judge.Judge;
import dev.imago.plugins.wardrobe.world.Layout;
import dev.imago.plugins.wardrobe.world.Scene;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The metric {@code wardrobe-drawings}: captions of test scenes, drawn and judged. Beside it stands
 * what the judge says of the real pictures and of those rendered from their true visual tokens: how
 * much is lost by judge and decoder alone.
 */
public final class DrawingsMetric implements Metric {
    private final DrawingsConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Built by a recipe. */
    @Inject
    public DrawingsMetric(DrawingsConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public void measure(StageContext context) {
        Seen.requireDecoder(context, "wardrobe-drawings");
        List<Drawing> drawings = draw(context);
        Judge judge = Judge.of(context, config.judge(), ops, precision);
        Function<Drawing, Optional<Picture>> drawn = d -> d.drawn().map(Drawn::picture);
        DrawingsReport report =
                new DrawingsReport(
                        score(judge, drawings, d -> Optional.of(d.real()), 0),
                        score(judge, drawings, d -> Optional.of(d.decoded()), 0),
                        score(judge, drawings, drawn, 0),
                        score(judge, drawings, drawn, 1),
                        TokenCosine.mean(drawings, 0),
                        TokenCosine.mean(drawings, 1));
        report.figures(context);
        context.report(report.summary());
        context.report(DrawingsReport.byLayout(byLayout(judge, drawings, drawn)));
        context.report(report.byGarment());
        context.report(DrawingsReport.sheet(drawings, config.shown()));
    }

    private List<Drawing> draw(StageContext context) {
        Samples<CaptionedImage> samples =
                context.evaluationSamples(config.task(), CaptionedImage.class);
        Draughtsman draughtsman =
                new Draughtsman(context, context.formatter(config.task(), CaptionedImage.class));
        long count = Math.min(config.captions(), samples.size());
        List<Drawing> drawings = new ArrayList<>();
        for (long from = 0; from < count; from += config.batchSize()) {
            long to = Math.min(count, from + config.batchSize());
            drawings.addAll(
                    draughtsman.draw(LongStream.range(from, to).mapToObj(samples::get).toList()));
        }
        return drawings;
    }

    /**
     * Scores pictures against scenes.
     *
     * @param shift 0 compares with a picture's own scene, 1 with the next caption's
     */
    private static SceneScore score(
            Judge judge,
            List<Drawing> drawings,
            Function<Drawing, Optional<Picture>> picture,
            int shift) {
        List<Scene> scenes = new ArrayList<>(drawings.stream().map(Drawing::scene).toList());
        Collections.rotate(scenes, -shift);
        return SceneScore.of(scenes, Seen.all(judge, drawings.stream().map(picture).toList()));
    }

    private static Map<Layout, SceneScore> byLayout(
            Judge judge, List<Drawing> drawings, Function<Drawing, Optional<Picture>> drawn) {
        Map<Layout, SceneScore> scores = new EnumMap<>(Layout.class);
        for (Layout layout : Layout.values()) {
            List<Drawing> some =
                    drawings.stream().filter(d -> d.scene().layout() == layout).toList();
            if (!some.isEmpty()) {
                scores.put(layout, score(judge, some, drawn, 0));
            }
        }
        return scores;
    }
}
