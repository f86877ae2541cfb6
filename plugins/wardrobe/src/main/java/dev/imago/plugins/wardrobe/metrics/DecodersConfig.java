package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import java.util.List;

/**
 * Keys of the metric {@code wardrobe-decoders}.
 *
 * @param task of the evaluation data
 * @param judge the stage that trained the judge
 * @param captions the most captions to draw
 * @param batchSize captions drawn and rendered at once
 * @param measures what else is measured of each set of pictures
 * @param seeds how often some pictures are rendered anew
 * @param repeated how many are
 * @param steps of denoising; 0 leaves them to the decoders
 * @param guidance of denoising; 0 leaves it to the decoders
 * @param shown prompts shown with their pictures
 */
@Doc("The model's decoders side by side, from true visual tokens and from drawn ones.")
public record DecodersConfig(
        @Doc(value = "the task of the evaluation data", tasks = Doc.Tasks.EVALUATION) String task,
        @Doc("the stage that trained the judge") String judge,
        @Doc("the most captions to draw") Integer captions,
        @Doc("captions drawn and rendered at once") Integer batchSize,
        @Doc("what else is measured of each decoder's pictures, such as a distribution")
                List<Spec<PictureMeasure>> measures,
        @Doc("seeds that some pictures are rendered with, to see how far apart these are")
                Integer seeds,
        @Doc("how many pictures are rendered with each seed") Integer repeated,
        @Doc("denoising steps; by default each decoder's own") Integer steps,
        @Doc("classifier-free guidance; by default each decoder's own") Double guidance,
        @Doc("prompts shown with their pictures in the report") Integer shown) {
    private static final int FEW = 16;

    /** Defaults and checks. */
    public DecodersConfig {
        task = Check.orDefault(task, "generate");
        judge = Check.orDefault(judge, "judge");
        captions = Check.positive(captions, 500, "captions");
        batchSize = Check.positive(batchSize, 100, "batch_size");
        measures = List.copyOf(Check.orDefault(measures, List.of()));
        seeds = Check.between(seeds, 4, 2, FEW, "seeds");
        repeated = Check.positive(repeated, 48, "repeated");
        steps = Check.between(steps, 0, 0, 10_000, "steps");
        guidance = Check.between(guidance, 0.0, 0, 1e6, "guidance");
        shown = Check.between(shown, 12, 0, 1000, "shown");
    }
}
