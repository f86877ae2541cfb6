package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSample;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates the mean of the data set's visual tokens and stores it in the {@link CenteredL2Norm}.
 * Runs after the encoder is trained and before anything learns from its features. Legend: N
 * pictures, K tokens, D width.
 */
public final class CenterFeaturesStage implements Stage {
    private final CenterFeaturesConfig config;
    private final Ops ops;

    /** Holds the keys. */
    @Inject
    public CenterFeaturesStage(CenterFeaturesConfig config, Ops ops) {
        this.config = config;
        this.ops = ops;
    }

    @Override
    public void run(StageContext context) {
        CenteredL2Norm norm = centered(context);
        Samples<ImageSample> samples = context.trainingSamples(config.task(), ImageSample.class);
        int count = (int) Math.min(config.images(), samples.size());
        int width = context.model().visual().width();
        try (Autograd.Scope off = Autograd.off();
                NDManager scope = context.manager().newSubManager()) {
            NDArray sum = scope.zeros(new Shape(width), DataType.FLOAT32);
            for (int start = 0; start < count; start += config.batchSize()) {
                int end = Math.min(count, start + config.batchSize());
                add(sum, images(samples, start, end, count), norm, context);
            }
            int tokens = context.model().visual().tokens();
            NDArray mean = ops.scale(sum, 1.0 / ((double) count * tokens));
            ops.lists().copy(new NDList(norm.mean().value()), new NDList(mean));
            context.figure("feature_mean_length", mean.norm().getFloat());
        }
    }

    private static CenteredL2Norm centered(StageContext context) {
        if (context.model().norm() instanceof CenteredL2Norm norm) {
            return norm;
        }
        throw new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                "stage " + context.name(),
                "estimates the mean of a centered_l2 norm, but the model has another norm");
    }

    private static List<ImageSource> images(
            Samples<ImageSample> samples, int start, int end, int count) {
        return IntStream.range(start, end)
                .mapToObj(i -> samples.get(i * samples.size() / count).image())
                .toList();
    }

    /** Adds the unit tokens of some pictures to {@code sum [D]}. */
    private void add(
            NDArray sum, List<ImageSource> images, CenteredL2Norm norm, StageContext context) {
        Model model = context.model();
        try (NDManager scope = sum.getManager().newSubManager()) {
            NDArray pixels = context.pictures().pixels(images, scope);
            NDArray tokens = model.reducer().reduce(model.encoder().encode(pixels)); // [N, K, D]
            NDArray unit = ops.cast(norm.uncentered(tokens), Precision.FP32);
            sum.addi(unit.sum(new int[] {0, 1}));
        }
    }
}
