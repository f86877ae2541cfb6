package dev.imago.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TaskStepsTest {
    private final List<Integer> asked = new ArrayList<>();

    /** Answers with how many turns were asked. */
    private final Answerer counter =
            (requests, options) -> {
                asked.add(requests.size());
                return requests.stream().map(TaskStepsTest::count).toList();
            };

    private static Answerer.Answer count(Conversation request) {
        Turn turn = Turn.assistant(Integer.toString(request.turns().size()));
        return new Answerer.Answer(turn, List.of(), List.of());
    }

    private List<TaskSteps.Answered> answer(String... words) {
        List<Conversation> requests =
                List.of(words).stream().map(w -> Conversation.of(Turn.user(w))).toList();
        return TaskSteps.answer(counter, new Asking(), requests, GenerationOptions.DEFAULT);
    }

    @Test
    void each_request_takes_the_steps_it_needs_together_with_the_others() {
        List<TaskSteps.Answered> answered = answer("3", "1", "2");
        assertThat(answered)
                .extracting(one -> one.answer().turn().text())
                .containsExactly("5", "1", "3");
        assertThat(answered.get(0).request().turns())
                .extracting(Turn::text)
                .containsExactly("3", "1", "more", "3", "more");
        assertThat(asked).containsExactly(3, 2, 1);
    }

    @Test
    void a_task_that_never_ends_is_ended() {
        List<TaskSteps.Answered> answered = answer("1000");
        assertThat(asked).hasSize(TaskSteps.MOST);
        TaskSteps.Answered last = answered.get(0);
        assertThat(last.answer().turn().text())
                .isEqualTo(Integer.toString(last.request().turns().size()));
    }

    @Test
    void a_usual_task_takes_one() {
        assertThat(answer("0", "0")).hasSize(2);
        assertThat(asked).containsExactly(2);
    }

    /** Takes as many steps as the first turn says. */
    private static final class Asking implements TaskFormatter<Dialogue> {
        @Override
        public Optional<Conversation> next(Conversation request, Turn answer) {
            int steps = Integer.parseInt(request.turns().get(0).text());
            int taken = request.turns().size() / 2 + 1;
            List<Turn> turns = new ArrayList<>(request.turns());
            turns.add(answer);
            turns.add(Turn.user("more"));
            return taken < steps
                    ? Optional.of(new Conversation(request.id(), turns))
                    : Optional.empty();
        }

        @Override
        public Class<Dialogue> sampleType() {
            return Dialogue.class;
        }

        @Override
        public Conversation conversation(Dialogue sample, RandomGenerator phrasing) {
            return sample.conversation();
        }

        @Override
        public Conversation request(TaskRequest request) {
            return Conversation.of(Turn.user(request.prompt()));
        }

        @Override
        public List<TaskItem> items(Dialogue sample) {
            return List.of();
        }

        @Override
        public double score(TaskItem item, Turn answer) {
            return 0;
        }
    }
}
