package dev.imago.plugins.wardrobe.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.generate.Answerer;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.world.SceneImage;
import java.util.ArrayList;
import java.util.List;

/** Has captions drawn by the model of a stage. */
final class Draughtsman {
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
        List<Answerer.Answer> answers = answerer.answer(requests, Asking.ONE_PICTURE);
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
                                Asking.words(requests.get(i)),
                                image.scene(),
                                image.load(),
                                decoded.get(i),
                                Drawn.rows(tokens.get(i)),
                                Drawn.firstOf(answers.get(i))));
            }
        }
        return drawings;
    }
}
