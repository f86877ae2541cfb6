package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Answers every request with a picture and words. */
final class Painter {
    private static final float[][] TOKENS = {{1, 0, 0, 0}, {1, 0, 0, 0}};

    private Painter() {}

    /** Draws what a function makes of a request, then says a word. */
    static Answerer drawing(Function<Conversation, ImageSource> picture, String word) {
        return (requests, options) -> {
            List<Answerer.Answer> answers = new ArrayList<>();
            for (Conversation request : requests) {
                answers.add(
                        options.maxImages() == 0
                                ? new Answerer.Answer(Turn.assistant("no"), List.of(), List.of())
                                : drawn(picture.apply(request), word));
            }
            return answers;
        };
    }

    private static Answerer.Answer drawn(ImageSource image, String word) {
        return new Answerer.Answer(
                Turn.assistant(new Part.Image(image), new Part.Text(word)),
                List.<float[][]>of(TOKENS),
                List.of(image.load()));
    }

    /** The last picture of a request. */
    static ImageSource copy(Conversation request) {
        List<ImageSource> shown = request.images();
        return shown.get(shown.size() - 1);
    }

    /** The number at the end of a sample's id. */
    static long index(Conversation request) {
        String id = request.id();
        return Long.parseLong(id.substring(id.lastIndexOf('/') + 1));
    }
}
