package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * Questions about one or more pictures or a video.
 *
 * @param id of the record
 * @param media images or one video, shown before the first question, or one by one where the
 *     questions say {@code <image>}
 * @param exchanges questions with their answers, in order
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record VisualQuestion(String id, List<Part> media, List<Exchange> exchanges)
        implements Sample {
    /** Copies the lists. */
    public VisualQuestion {
        media = List.copyOf(media);
        exchanges = List.copyOf(exchanges);
    }

    /**
     * One question.
     *
     * @param kind groups accuracies in reports, e.g. {@code color_at}
     * @param question as asked
     * @param answer as expected
     * @param choices the options of a multiple-choice question; else empty
     * @param others further right answers, e.g. of other annotators; may repeat each other
     */
    public record Exchange(
            String kind,
            String question,
            String answer,
            List<String> choices,
            List<String> others) {
        /** Copies the lists. */
        public Exchange {
            choices = List.copyOf(choices);
            others = List.copyOf(others);
        }

        /** A question with one right answer. */
        public Exchange(String kind, String question, String answer, List<String> choices) {
            this(kind, question, answer, choices, List.of());
        }
    }
}
