package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.plugin.Parts;
import dev.imago.api.text.TokenizerReader;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The dual encoder {@code published}: CLIP or SigLIP as others trained them, with the text side of
 * the same folder.
 */
public final class PublishedDualEncoder implements DualEncoder {
    private static final int AT_ONCE = 32;

    private final PublishedDualEncoderConfig config;
    private final Parts parts;
    private final Ops ops;
    private final Precision precision;
    private final StoredWeights.Factory stores;
    private final TokenizerReader tokenizers;

    /** Built by a recipe. */
    @Inject
    public PublishedDualEncoder(
            PublishedDualEncoderConfig config,
            Parts parts,
            Ops ops,
            Precision precision,
            StoredWeights.Factory stores,
            TokenizerReader tokenizers) {
        this.config = config;
        this.parts = parts;
        this.ops = ops;
        this.precision = precision;
        this.stores = stores;
        this.tokenizers = tokenizers;
    }

    @Override
    public Embedder open(StageContext context) {
        Path folder = config.encoder().weights();
        TextSide side = TextSide.of(folder);
        StoredWeights store = stores.create(context.manager(), precision);
        Encoder vision = parts.create(config.encoder(), store.root().at("vision_model"));
        checkPooled(vision);
        int seen = vision.output().width();
        Linear projection =
                side.clip()
                        ? store.root().linear("visual_projection", seen, side.common(), false)
                        : null;
        TextTower text = new TextTower(side, store.root(), ops);
        Set<String> declared =
                store.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        store.load(folder, key -> declared.contains(key) ? key : null);
        store.prepareForInference();
        TextIds.Writer writer =
                new TextIds.Writer(folder, tokenizers.read(folder, context.manager()), side);
        return new Opened(context, vision, projection, text, writer);
    }

    private static void checkPooled(Encoder vision) {
        if (vision.output().tokens() != 1) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "encoder",
                    "gives "
                            + vision.output().tokens()
                            + " vectors of a picture, expected one; give it output: pooled");
        }
    }

    private final class Opened implements Embedder {
        private final StageContext context;
        private final Encoder vision;
        private final Linear projection;
        private final TextTower text;
        private final TextIds.Writer writer;

        Opened(
                StageContext context,
                Encoder vision,
                Linear projection,
                TextTower text,
                TextIds.Writer writer) {
            this.context = context;
            this.vision = vision;
            this.projection = projection;
            this.text = text;
            this.writer = writer;
        }

        @Override
        public float[][] pictures(List<Picture> pictures) {
            return inParts(pictures, this::seen);
        }

        @Override
        public float[][] texts(List<String> texts) {
            return inParts(
                    texts,
                    (some, scope) -> text.encode(some.stream().map(writer::write).toList(), scope));
        }

        private NDArray seen(List<Picture> pictures, NDManager scope) {
            List<ImageSource> images =
                    pictures.stream().map(picture -> ImageSource.of("", picture)).toList();
            NDArray pixels = context.pictures().pixels(images, vision.preprocessing(), scope);
            NDArray pooled = vision.encode(pixels).reshape(images.size(), -1);
            return projection == null ? pooled : projection.apply(pooled);
        }

        /** A row for each, computed for some at once. */
        private <T> float[][] inParts(List<T> all, BiFunction<List<T>, NDManager, NDArray> embed) {
            float[][] rows = new float[all.size()][];
            for (int from = 0; from < rows.length; from += AT_ONCE) {
                int to = Math.min(rows.length, from + AT_ONCE);
                try (NDManager scope = context.manager().newSubManager()) {
                    NDArray embedded = embed.apply(all.subList(from, to), scope);
                    float[][] part = RecordedSets.rows(ops.cast(embedded, Precision.FP32));
                    System.arraycopy(part, 0, rows, from, part.length);
                }
            }
            return rows;
        }
    }
}
