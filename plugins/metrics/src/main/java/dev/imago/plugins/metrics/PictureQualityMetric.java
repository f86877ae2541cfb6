package dev.imago.plugins.metrics;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.plugin.Parts;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The metric {@code pictures}: how good pictures are that the model draws from captions, and those
 * its decoder renders from the true visual tokens. What both lack is the decoder's; what only the
 * drawn ones lack is the language model's. Pictures are held one batch at a time.
 */
public final class PictureQualityMetric implements Metric {
    private final PictureQualityConfig config;
    private final Parts parts;

    /** Built by a recipe. */
    @Inject
    public PictureQualityMetric(PictureQualityConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
    }

    @Override
    public void measure(StageContext context) {
        if (context.model().decoder().isEmpty()) {
            throw new ImagoException(
                    ErrorCode.MISSING_KEY,
                    "model.decoder",
                    "is missing, and metric pictures of stage "
                            + context.name()
                            + " measures rendered pictures");
        }
        Samples<CaptionedImage> samples =
                context.evaluationSamples(config.task(), CaptionedImage.class);
        Map<String, List<PictureMeasure.Tally>> tallies = begin(context);
        PictureMaker maker =
                new PictureMaker(context, context.formatter(config.task(), CaptionedImage.class));
        QualityReport report = new QualityReport(config.confidence());
        long count = Math.min(config.pictures(), samples.size());
        for (long from = 0; from < count; from += config.batchSize()) {
            long to = Math.min(count, from + config.batchSize());
            List<CaptionedImage> some = LongStream.range(from, to).mapToObj(samples::get).toList();
            for (Map.Entry<String, List<PictureMeasure.Tally>> set : tallies.entrySet()) {
                PicturePairs pairs = maker.make(set.getKey(), some, from);
                report.count(set.getKey(), pairs.made().size(), some.size());
                if (!pairs.made().isEmpty()) {
                    set.getValue().forEach(tally -> tally.add(pairs));
                }
            }
        }
        tallies.forEach((set, all) -> all.forEach(tally -> report.add(set, tally.result())));
        report.tell(context);
    }

    private Map<String, List<PictureMeasure.Tally>> begin(StageContext context) {
        Bootstrap bootstrap =
                new Bootstrap(config.resamples(), config.confidence(), context.seed());
        List<PictureMeasure> measures = new ArrayList<>();
        for (Spec<PictureMeasure> spec : config.measures()) {
            measures.add(parts.create(spec));
        }
        Map<String, List<PictureMeasure.Tally>> tallies = new LinkedHashMap<>();
        for (String set : config.sets()) {
            tallies.put(set, measures.stream().map(m -> m.begin(context, bootstrap)).toList());
        }
        return tallies;
    }
}
