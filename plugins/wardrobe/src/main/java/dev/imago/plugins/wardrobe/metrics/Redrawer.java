package dev.imago.plugins.wardrobe.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskItem;
import dev.imago.api.generate.Answerer;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.List;

/** Has the model of a stage draw pictures after pictures that it is shown. */
final class Redrawer {
    private final StageContext context;
    private final Answerer answerer;
    private final int batchSize;

    /**
     * @param batchSize requests answered at once
     */
    Redrawer(StageContext context, int batchSize) {
        this.context = context;
        this.answerer = context.answerer();
        this.batchSize = batchSize;
    }

    /** Answers requests that show at least one picture and want one. */
    List<Redrawing> draw(List<TaskItem> items) {
        List<Redrawing> drawn = new ArrayList<>();
        for (int from = 0; from < items.size(); from += batchSize) {
            drawn.addAll(drawSome(items.subList(from, Math.min(items.size(), from + batchSize))));
        }
        return drawn;
    }

    /** The picture that an item wants. */
    static ImageSource wanted(TaskItem item) {
        return expected(item).get(0);
    }

    /** How many pictures an item wants. */
    static int wantedPictures(TaskItem item) {
        return expected(item).size();
    }

    private static List<ImageSource> expected(TaskItem item) {
        return new Conversation(item.id(), List.of(item.expected())).images();
    }

    private List<Redrawing> drawSome(List<TaskItem> items) {
        List<Answerer.Answer> answers =
                answerer.answer(items.stream().map(TaskItem::request).toList(), Asking.ONE_PICTURE);
        List<Drawn> sources = rendered(items.stream().map(Redrawer::lastShown).toList());
        List<Drawn> wanted = rendered(items.stream().map(Redrawer::wanted).toList());
        List<Redrawing> drawn = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Conversation request = items.get(i).request();
            drawn.add(
                    new Redrawing(
                            Asking.words(request),
                            request.images().stream().map(ImageSource::load).toList(),
                            sources.get(i),
                            wanted.get(i),
                            wanted(items.get(i)).load(),
                            Drawn.firstOf(answers.get(i))));
        }
        return drawn;
    }

    private static ImageSource lastShown(TaskItem item) {
        List<ImageSource> shown = item.request().images();
        return shown.get(shown.size() - 1);
    }

    /** Pictures rendered from their own visual tokens. */
    private List<Drawn> rendered(List<ImageSource> images) {
        List<Drawn> rendered = new ArrayList<>();
        try (NDManager scope = context.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            NDArray tokens = context.pictures().visualTokens(images, scope); // [N, K, D]
            List<Picture> pictures = context.pictures().render(tokens);
            for (int i = 0; i < images.size(); i++) {
                rendered.add(new Drawn(pictures.get(i), Drawn.rows(tokens.get(i))));
            }
        }
        return rendered;
    }
}
