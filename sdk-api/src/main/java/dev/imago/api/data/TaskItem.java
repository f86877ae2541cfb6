package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * One thing to ask when evaluating.
 *
 * @param id of the sample, with a suffix where a sample has several items
 * @param kind groups scores in reports
 * @param request up to the answer
 * @param expected the right answer: words, or the wanted picture
 * @param others further right answers in words, e.g. of other annotators; may repeat each other
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record TaskItem(
        String id, String kind, Conversation request, Turn expected, List<String> others) {
    /** Copies the list. */
    public TaskItem {
        others = List.copyOf(others);
    }

    /** An item with one right answer. */
    public TaskItem(String id, String kind, Conversation request, Turn expected) {
        this(id, kind, request, expected, List.of());
    }
}
