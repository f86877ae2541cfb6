package dev.imago.api.generate;

import dev.imago.api.Api;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.TaskFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers requests of a task in as many steps as the task takes. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class TaskSteps {
    /** The most steps that are taken; the answer of the last one stands. */
    public static final int MOST = 8;

    private TaskSteps() {}

    /**
     * An answer with what it answers.
     *
     * @param request what was asked, with all steps before
     * @param answer of the last step
     */
    public record Answered(Conversation request, Answerer.Answer answer) {}

    /** One answer for each request, in order; those that need another step take it together. */
    public static List<Answered> answer(
            Answerer answerer,
            TaskFormatter<?> task,
            List<Conversation> requests,
            GenerationOptions options) {
        List<Answered> answered = new ArrayList<>(requests.size());
        requests.forEach(request -> answered.add(new Answered(request, null)));
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            open.add(i);
        }
        for (int step = 1; step <= MOST && !open.isEmpty(); step++) {
            List<Conversation> asked = open.stream().map(i -> answered.get(i).request()).toList();
            List<Answerer.Answer> answers = answerer.answer(asked, options);
            List<Integer> more = new ArrayList<>();
            for (int k = 0; k < asked.size(); k++) {
                int i = open.get(k);
                Answerer.Answer answer = answers.get(k);
                answered.set(i, new Answered(asked.get(k), answer));
                Optional<Conversation> next = task.next(asked.get(k), answer.turn());
                if (next.isPresent() && step < MOST) {
                    answered.set(i, new Answered(next.get(), answer));
                    more.add(i);
                }
            }
            open = more;
        }
        return answered;
    }
}
