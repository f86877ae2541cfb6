package dev.imago.plugins.metrics;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Sample;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.Turn;
import java.util.List;

/**
 * A request with the pictures that a right answer draws.
 *
 * @param request up to the answer
 * @param images at least one, in order
 * @param text what measures of texts compare them with: the caption, else the request's last words
 */
record WantedPictures(Conversation request, List<ImageSource> images, String text) {
    /** Those of a sample; none where a right answer draws nothing. */
    static <S extends Sample> List<WantedPictures> of(S sample, TaskFormatter<S> task) {
        return task.items(sample).stream()
                .map(item -> new WantedPictures(item.request(), drawn(item), text(sample, item)))
                .filter(wanted -> !wanted.images().isEmpty())
                .toList();
    }

    private static List<ImageSource> drawn(TaskItem item) {
        return new Conversation(item.id(), List.of(item.expected())).images();
    }

    private static String text(Sample sample, TaskItem item) {
        if (sample instanceof CaptionedImage image) {
            return image.caption();
        }
        List<Turn> turns = item.request().turns();
        return turns.isEmpty() ? "" : turns.get(turns.size() - 1).text().strip();
    }
}
