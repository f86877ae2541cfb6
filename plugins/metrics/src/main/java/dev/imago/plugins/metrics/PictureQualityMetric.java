package dev.imago.plugins.metrics;

import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
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

/**
 * The metric {@code pictures}: how good pictures are that the model draws for a task's requests
 * (captions, edits, frames to predict), and those its decoder renders from the true visual tokens
 * of the wanted pictures. What both lack is the decoder's; what only the drawn ones lack is the
 * language model's. Pictures are held one batch at a time.
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
        measure(context, context.formatter(config.task()));
    }

    private <S extends Sample> void measure(StageContext context, TaskFormatter<S> task) {
        Samples<S> samples = context.evaluationSamples(config.task(), task.sampleType());
        Map<String, List<PictureMeasure.Tally>> tallies = begin(context);
        PictureMaker maker = new PictureMaker(context);
        QualityReport report = new QualityReport(config.task(), config.confidence());
        List<WantedPictures> open = new ArrayList<>();
        long made = 0;
        long wanted = 0;
        for (long i = 0; i < samples.size() && wanted < config.pictures(); i++) {
            for (WantedPictures some : WantedPictures.of(samples.get(i), task)) {
                open.add(some);
                wanted += some.images().size();
            }
            if (wanted - made >= config.batchSize()) {
                measure(open, made, maker, tallies, report);
                made = wanted;
                open.clear();
            }
        }
        if (wanted == 0) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "tasks." + config.task(),
                    "asks for no picture, and metric pictures of stage "
                            + context.name()
                            + " measures those that are asked for");
        }
        measure(open, made, maker, tallies, report);
        tallies.forEach((set, all) -> all.forEach(tally -> report.add(set, tally.result())));
        report.tell(context);
    }

    private static void measure(
            List<WantedPictures> some,
            long first,
            PictureMaker maker,
            Map<String, List<PictureMeasure.Tally>> tallies,
            QualityReport report) {
        if (some.isEmpty()) {
            return;
        }
        int wanted = some.stream().mapToInt(one -> one.images().size()).sum();
        for (Map.Entry<String, List<PictureMeasure.Tally>> set : tallies.entrySet()) {
            PicturePairs pairs = maker.make(set.getKey(), some, first);
            report.count(set.getKey(), pairs.made().size(), wanted);
            if (!pairs.made().isEmpty()) {
                set.getValue().forEach(tally -> tally.add(pairs));
            }
        }
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
