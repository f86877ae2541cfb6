package dev.imago.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsFirstTest {
    private static final Turn SYSTEM =
            new Turn(Role.SYSTEM, List.of(new Part.Text("Be kind.")), false);
    private static final Turn HELLO = Turn.assistant("Hello.");
    private static final Turn QUESTION = Turn.user("Which day is it?");
    private static final Turn ANSWER = Turn.assistant("Tuesday.");

    @Test
    void answers_before_the_first_question_are_left_out() {
        assertThat(kept(HELLO, HELLO, QUESTION, ANSWER)).containsExactly(QUESTION, ANSWER);
        assertThat(kept(SYSTEM, HELLO, QUESTION, ANSWER)).containsExactly(SYSTEM, QUESTION, ANSWER);
    }

    @Test
    void later_answers_stay() {
        assertThat(kept(QUESTION, ANSWER, HELLO)).containsExactly(QUESTION, ANSWER, HELLO);
    }

    @Test
    void without_a_question_nothing_is_left() {
        assertThat(kept(HELLO, ANSWER)).isEmpty();
    }

    private static List<Turn> kept(Turn... turns) {
        Recorder recorder = new Recorder(new ArrayList<>());
        ChatTemplate template = new QuestionsFirst(recorder);
        template.render(Conversation.of(turns), true);
        assertThat(template.stopTokens()).isEqualTo(recorder.stopTokens());
        return recorder.turns();
    }

    /** Keeps what it is to write. */
    private record Recorder(List<Turn> turns) implements ChatTemplate {
        @Override
        public List<Segment> render(Conversation conversation, boolean openAnswer) {
            assertThat(openAnswer).isTrue();
            turns.addAll(conversation.turns());
            return List.of();
        }

        @Override
        public List<String> stopTokens() {
            return List.of("</s>");
        }
    }
}
