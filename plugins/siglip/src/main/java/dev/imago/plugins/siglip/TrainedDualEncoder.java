package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link TrainEncoderStage} trained, to say how well pictures fit texts. It is the copy in
 * that stage's folder: training the model's encoder further does not change it.
 */
public final class TrainedDualEncoder implements DualEncoder {
    private final TrainedDualEncoderConfig config;
    private final TrainEncoderConfig sizes;
    private final Ops ops;

    /** Holds the keys. */
    @Inject
    public TrainedDualEncoder(TrainedDualEncoderConfig config, Ops ops) {
        this.config = config;
        this.sizes = config.sizes();
        this.ops = ops;
    }

    @Override
    public Embedder open(StageContext context) {
        if (!(context.model().encoder() instanceof SiglipEncoder own)) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "stage " + context.name(),
                    "asks for the texts of stage "
                            + config.stage()
                            + ", which trains a siglip encoder, but the model has another one");
        }
        int vocabulary = context.model().tokenizer().size();
        Weights weights =
                context.savedWeights(
                        config.stage(),
                        TrainEncoderStage.FILE,
                        root -> model(own, vocabulary, root));
        return new Trained(context, model(own, vocabulary, weights));
    }

    private ContrastModel model(SiglipEncoder own, int vocabulary, Weights root) {
        SiglipEncoder copy = own.over(root.at(own.prefix()));
        return new ContrastModel(sizes, copy, vocabulary, root.at(TrainEncoderStage.FILE), ops);
    }

    private final class Trained implements Embedder {
        private final StageContext context;
        private final ContrastModel model;

        Trained(StageContext context, ContrastModel model) {
            this.context = context;
            this.model = model;
        }

        @Override
        public float[][] pictures(List<Picture> pictures) {
            try (NDManager scope = context.manager().newSubManager()) {
                List<ImageSource> images =
                        pictures.stream().map(picture -> ImageSource.of("", picture)).toList();
                NDArray pixels = context.pictures().pixels(images, scope);
                return rows(model.scenes(model.patches(pixels)));
            }
        }

        @Override
        public float[][] texts(List<String> texts) {
            Texts distinct = new Texts(context.model().tokenizer(), sizes.textLength());
            distinct.addAll(texts);
            float[][] embedded = new float[texts.size()][sizes.commonWidth()];
            if (distinct.size() == 0) {
                return embedded;
            }
            try (NDManager scope = context.manager().newSubManager()) {
                float[][] rows = rows(model.texts(distinct.open(scope)));
                for (int i = 0; i < embedded.length; i++) {
                    int column = distinct.column(texts.get(i));
                    embedded[i] = column < 0 ? embedded[i] : rows[column];
                }
            }
            return embedded;
        }

        private float[][] rows(NDArray array) {
            int width = (int) array.getShape().get(1);
            float[] values = ops.cast(array, Precision.FP32).toFloatArray();
            float[][] rows = new float[values.length / width][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
            }
            return rows;
        }
    }
}
