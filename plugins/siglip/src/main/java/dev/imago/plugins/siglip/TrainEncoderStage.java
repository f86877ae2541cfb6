package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDList;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.Training.TrainableWeights;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/**
 * Trains the model's SigLIP encoder against captions and the texts of regions. The encoder is
 * trained as a copy beside its text tower, from the weights the model has, and copied back at the
 * end; the text tower stays in the stage's folder.
 */
public final class TrainEncoderStage implements Stage {
    /** File name of the trained weights, and the name below which the text tower stands. */
    static final String FILE = "contrast";

    private final TrainEncoderConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Holds the keys. */
    @Inject
    public TrainEncoderStage(TrainEncoderConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public void run(StageContext context) {
        SiglipEncoder own = encoder(context);
        String prefix = own.prefix();
        int vocabulary = context.model().tokenizer().size();
        Weights fresh = context.newWeights(FILE, root -> model(own, prefix, vocabulary, root));
        SiglipEncoder copy = own.over(fresh.at(prefix));
        ops.lists().copy(values(copy), values(own));
        context.training()
                .train(
                        new TrainableWeights(fresh, Map.of("**", 1.0)),
                        weights ->
                                new ContrastObjective(
                                        model(own, prefix, vocabulary, weights), config, ops),
                        shards(context, own),
                        config.settings());
        ops.lists().copy(values(own), values(copy));
        if (config.evaluate() > 0) {
            new ContrastEvaluation(model(own, prefix, vocabulary, fresh), config, ops, precision)
                    .measure(context, grid(own));
        }
    }

    private static SiglipEncoder encoder(StageContext context) {
        if (context.model().encoder() instanceof SiglipEncoder siglip
                && siglip.output().tokens() > 1) {
            return siglip;
        }
        throw new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                "stage " + context.name(),
                "trains a siglip encoder that gives patches, but the model has another one");
    }

    private ContrastModel model(SiglipEncoder own, String prefix, int vocabulary, Weights root) {
        return new ContrastModel(config, own.over(root.at(prefix)), vocabulary, root.at(FILE), ops);
    }

    private ContrastShards shards(StageContext context, SiglipEncoder own) {
        Samples<CaptionedImage> samples =
                context.trainingSamples(config.task(), CaptionedImage.class);
        return new ContrastShards(
                samples,
                context.pictures(),
                context.model().tokenizer(),
                config,
                new SampleOrder(samples.size(), context.seed()),
                new ContrastShards.Packing(grid(own), ops, precision),
                new PictureShift(config.shift(), context.seed()));
    }

    private static int grid(SiglipEncoder encoder) {
        return (int) Math.sqrt(encoder.output().tokens());
    }

    private static NDList values(SiglipEncoder encoder) {
        List<Parameter> parameters = encoder.parameters();
        NDList values = new NDList(parameters.size());
        parameters.forEach(parameter -> values.add(parameter.value()));
        return values;
    }
}
