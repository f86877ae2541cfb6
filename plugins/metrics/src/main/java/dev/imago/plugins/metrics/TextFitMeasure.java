package dev.imago.plugins.metrics;

import dev.imago.api.evaluate.Bootstrap;
import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.nn.Autograd;
import dev.imago.api.plugin.Parts;
import dev.imago.api.train.StageContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * The measure {@code text-fit}: cosines of pictures with their texts, the clipped score of them,
 * and how often the own text is nearest among a pool. The same of the real pictures stands beside
 * it: what the encoder can tell at best. Of each picture only its embedding is kept.
 */
public final class TextFitMeasure implements PictureMeasure {
    private final TextFitConfig config;
    private final DualEncoder encoder;

    /** Built by a recipe. */
    @Inject
    public TextFitMeasure(TextFitConfig config, Parts parts) {
        this.config = config;
        this.encoder = parts.create(config.encoder());
    }

    @Override
    public Tally begin(StageContext context, Bootstrap bootstrap) {
        DualEncoder.Embedder embedder = encoder.open(context);
        List<float[]> made = new ArrayList<>();
        List<float[]> real = new ArrayList<>();
        List<float[]> texts = new ArrayList<>();
        return new Tally() {
            @Override
            public void add(PicturePairs pairs) {
                try (Autograd.Scope inference = Autograd.off()) {
                    made.addAll(List.of(embedder.pictures(pairs.made())));
                    real.addAll(List.of(embedder.pictures(pairs.real())));
                    texts.addAll(List.of(embedder.texts(pairs.texts())));
                }
            }

            @Override
            public List<Measured> result() {
                List<Measured> figures = new ArrayList<>(fit("text", made, texts, bootstrap));
                figures.addAll(fit("real_text", real, texts, bootstrap));
                return figures;
            }
        };
    }

    private List<Measured> fit(
            String name, List<float[]> pictures, List<float[]> texts, Bootstrap bootstrap) {
        Growing cosines = new Growing();
        Growing scores = new Growing();
        Growing first = new Growing();
        Growing fifth = new Growing();
        for (int from = 0; from < pictures.size(); from += config.pool()) {
            int to = Math.min(pictures.size(), from + config.pool());
            EmbeddingScores some =
                    EmbeddingScores.of(rows(pictures, from, to), rows(texts, from, to));
            for (double cosine : some.cosine()) {
                cosines.add(cosine);
                scores.add(EmbeddingScores.CLIP_SCORE * Math.max(0, cosine));
            }
            for (int rank : some.ranks()) {
                first.add(rank < 1 ? 1 : 0);
                fifth.add(rank < 5 ? 1 : 0);
            }
        }
        return List.of(
                bootstrap.mean(name + "_cosine", cosines.values()),
                bootstrap.mean(name + "_clip_score", scores.values()),
                bootstrap.mean(name + "_top1", first.values()),
                bootstrap.mean(name + "_top5", fifth.values()));
    }

    private static float[][] rows(List<float[]> rows, int from, int to) {
        return rows.subList(from, to).toArray(float[][]::new);
    }
}
