package dev.imago.plugins.metrics;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.TaskSteps.Answered;
import dev.imago.api.train.ReportPart.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer with what the task says of it.
 *
 * @param item what was asked
 * @param answered what came
 * @param parts of the answer, by the task's words
 * @param parsed whether it has the parts that a right answer has
 * @param score how right it is, 0 to 1
 */
record ScoredAnswer(
        TaskItem item, Answered answered, Map<String, Part> parts, boolean parsed, double score) {
    /** What was shown and drawn, then what was asked, answered and expected. */
    Cell cell() {
        Conversation request = item.request();
        List<Picture> pictures = new ArrayList<>();
        request.images().stream().map(ImageSource::load).forEach(pictures::add);
        pictures.addAll(answered.answer().pictures());
        StringBuilder caption = new StringBuilder();
        List<Turn> turns = request.turns();
        if (!turns.isEmpty()) {
            caption.append(turns.get(turns.size() - 1).text().strip());
        }
        parts.forEach((name, part) -> caption.append('\n').append(name).append(told(part)));
        caption.append('\n').append(mark());
        return new Cell(pictures, caption.toString());
    }

    private String mark() {
        String score = String.format(Locale.ROOT, "%.2f", score());
        String expected = item.expected().text().strip();
        String wanted = expected.isEmpty() ? "" : " (" + expected + ")";
        return score() == 1 ? "✓" : score() == 0 ? "✗" + wanted : score + wanted;
    }

    private static String told(Part part) {
        if (part instanceof Part.Text text) {
            return ": " + text.text();
        }
        return part instanceof Part.Video video ? ": " + video.frames().size() + " pictures" : "";
    }
}
