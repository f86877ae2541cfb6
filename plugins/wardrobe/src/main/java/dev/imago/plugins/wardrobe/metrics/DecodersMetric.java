package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Parts;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.judge.Judge;
import dev.imago.plugins.wardrobe.world.Scene;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The metric {@code wardrobe-decoders}: the model's own decoder and its further ones, side by side.
 * Captions of test scenes are drawn once; every decoder renders the drawn visual tokens and the
 * true ones.
 */
public final class DecodersMetric implements Metric {
    private final DecodersConfig config;
    private final Ops ops;
    private final Precision precision;
    private final Parts parts;

    /** Built by a recipe. */
    @Inject
    public DecodersMetric(DecodersConfig config, Ops ops, Precision precision, Parts parts) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
        this.parts = parts;
    }

    @Override
    public void measure(StageContext context) {
        Seen.requireDecoder(context, "wardrobe-decoders");
        List<Drawing> drawings = draw(context);
        List<Drawing> drawn = drawings.stream().filter(d -> d.drawn().isPresent()).toList();
        Judge judge = Judge.of(context, config.judge(), ops, precision);
        List<String> names = new ArrayList<>();
        names.add(null);
        names.addAll(context.model().decoders().keySet());
        List<DecoderSet> sets = new ArrayList<>();
        for (String name : names) {
            sets.add(set(context, judge, name, DecoderSet.DECODED, drawings));
            if (!drawn.isEmpty()) {
                sets.add(set(context, judge, name, DecoderSet.DRAWN, drawn));
            }
        }
        List<Picture> real = drawings.stream().map(Drawing::real).toList();
        DecodersReport report = new DecodersReport(score(judge, drawings, real), sets);
        report.figures(context);
        context.report(report.summary());
        context.report(report.sheet(drawings, config.shown()));
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

    private DecoderSet set(
            StageContext context, Judge judge, String name, String kind, List<Drawing> drawings) {
        boolean drawn = kind.equals(DecoderSet.DRAWN);
        List<float[][]> tokens =
                drawings.stream()
                        .map(d -> drawn ? d.drawn().orElseThrow().tokens() : d.tokens())
                        .toList();
        Rendition rendition = Rendition.of(context, name, tokens, config);
        return new DecoderSet(
                name == null ? DecoderSet.OWN : name,
                kind,
                drawings,
                rendition,
                score(judge, drawings, rendition.pictures()),
                measured(context, drawings, rendition.pictures()));
    }

    private static SceneScore score(Judge judge, List<Drawing> drawings, List<Picture> pictures) {
        List<Scene> scenes = drawings.stream().map(Drawing::scene).toList();
        return SceneScore.of(scenes, Seen.all(judge, pictures.stream().map(Optional::of).toList()));
    }

    private List<Measured> measured(
            StageContext context, List<Drawing> drawings, List<Picture> pictures) {
        List<Measured> measured = new ArrayList<>();
        for (var spec : config.measures()) {
            PictureMeasure.Tally tally =
                    parts.create(spec).begin(context, new Bootstrap(0, 0.95, context.seed()));
            tally.add(
                    new PicturePairs(
                            pictures,
                            drawings.stream().map(Drawing::real).toList(),
                            drawings.stream().map(Drawing::prompt).toList()));
            measured.addAll(tally.result());
        }
        return measured;
    }
}
