package dev.imago.plugins.wardrobe.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.metrics.Drawing.Drawn;
import dev.imago.plugins.wardrobe.world.SceneImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has captions drawn by the model of a stage. */
final class Draughtsman {
    private static final GenerationOptions OPTIONS =
            new GenerationOptions(8, 1, 0, 0, 1, 0, RenderOptions.DEFAULT);

    private final StageContext context;
    private final TaskFormatter<CaptionedImage> formatter;
    private final Answerer answerer;

    Draughtsman(StageContext context, TaskFormatter<CaptionedImage> formatter) {
        this.context = context;
        this.formatter = formatter;
        this.answerer = context.answerer();
    }

    /** Draws some captions at once. */
    List<Drawing> draw(List<CaptionedImage> samples) {
        List<Conversation> requests =
                samples.stream().map(s -> formatter.items(s).get(0).request()).toList();
        List<Answerer.Answer> answers = answerer.answer(requests, OPTIONS);
        List<ImageSource> images = samples.stream().map(CaptionedImage::image).toList();
        List<Drawing> drawings = new ArrayList<>();
        try (NDManager scope = context.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            NDArray tokens = context.pictures().visualTokens(images, scope); // [N, K, D]
            List<Picture> decoded = context.pictures().render(tokens);
            for (int i = 0; i < samples.size(); i++) {
                SceneImage image = SceneImage.of(images.get(i));
                drawings.add(
                        new Drawing(
                                prompt(requests.get(i)),
                                image.scene(),
                                image.load(),
                                decoded.get(i),
                                rows(tokens.get(i)),
                                drawn(answers.get(i))));
            }
        }
        return drawings;
    }

    private static String prompt(Conversation request) {
        List<Turn> turns = request.turns();
        return turns.get(turns.size() - 1).text().strip();
    }

    private static Optional<Drawn> drawn(Answerer.Answer answer) {
        return answer.pictures().isEmpty()
                ? Optional.empty()
                : Optional.of(new Drawn(answer.pictures().get(0), answer.visualTokens().get(0)));
    }

    /** {@code [K, D]} as Java arrays. */
    private static float[][] rows(NDArray tokens) {
        int k = (int) tokens.getShape().get(0);
        int d = (int) tokens.getShape().get(1);
        float[] flat = tokens.toFloatArray();
        float[][] rows = new float[k][d];
        for (int i = 0; i < k; i++) {
            System.arraycopy(flat, i * d, rows[i], 0, d);
        }
        return rows;
    }
}
