package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One task: how a raw sample is phrased for training, how a user's request is phrased at inference,
 * how an answer is scored. Stateless and thread-safe.
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

    /** The evaluation items of a sample: a request each, with what a right answer is. */
    List<TaskItem> items(S sample);

    /** How right an answer is, in {@code [0, 1]}. */
    double score(TaskItem item, Turn answer);
}
