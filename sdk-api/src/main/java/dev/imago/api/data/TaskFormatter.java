package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One task: how a raw sample is phrased for training, how a user's request is phrased at inference,
 * what the parts of an answer are, how an answer is scored. Stateless and thread-safe.
 *
 * @param <S> the shape of sample it takes
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface TaskFormatter<S extends Sample> {
    /** The shape of sample it takes. */
    Class<S> sampleType();

    /**
     * The training conversation of a sample; assistant turns are learned.
     *
     * @param phrasing chooses among phrasings; seeded per sample and epoch
     */
    Conversation conversation(S sample, RandomGenerator phrasing);

    /** What to ask the model so that it does this task: the conversation up to the answer. */
    Conversation request(TaskRequest request);

    /**
     * What to ask next where an answer was only a step: the conversation so far, and what it asked
     * to see. Empty when the answer is the task's last; that is what is parsed and scored.
     *
     * @param request what was asked, with all steps before
     * @param answer what came; wrong and empty answers too
     */
    default Optional<Conversation> next(Conversation request, Turn answer) {
        return Optional.empty();
    }

    /**
     * What the parts of an answer are to the task, in the answer's order: {@code choice} of a
     * multiple-choice question, {@code look} and {@code answer} of one who looks closer. What the
     * answer lacks is absent. Without a word of the task, {@code text} is all words, {@code image}
     * the first picture, {@code image_2} the next.
     *
     * @param request what was asked, with all steps before
     * @param answer what came; wrong and empty answers too
     */
    default Map<String, Part> parse(Conversation request, Turn answer) {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (!answer.text().isBlank()) {
            parts.put("text", new Part.Text(answer.text().strip()));
        }
        int images = 0;
        for (Part part : answer.parts()) {
            if (part instanceof Part.Image) {
                images++;
                parts.put(images == 1 ? "image" : "image_" + images, part);
            }
        }
        return parts;
    }

    /** The evaluation items of a sample: a request each, with what a right answer is. */
    List<TaskItem> items(S sample);

    /** How right an answer is, in {@code [0, 1]}. */
    double score(TaskItem item, Turn answer);
}
