package dev.imago.samples.extending;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Samples;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Shows what a model is about to learn from. */
public final class PreviewStage implements Stage {
    private final PreviewConfig config;

    /** Holds the keys. */
    @Inject
    public PreviewStage(PreviewConfig config) {
        this.config = config;
    }

    // region stage
    @Override
    public void run(StageContext context) {
        Samples<CaptionedImage> samples =
                context.trainingSamples(config.task(), CaptionedImage.class);
        List<ReportPart.Cell> cells = new ArrayList<>();
        for (long i = 0; i < Math.min(config.pictures(), samples.size()); i++) {
            CaptionedImage sample = samples.get(i);
            cells.add(new ReportPart.Cell(List.of(sample.image().load()), sample.caption()));
        }
        context.report(new ReportPart.Sheet("Training pictures", cells, ""));
        context.figure("samples", samples.size());
    }
    // endregion
}
