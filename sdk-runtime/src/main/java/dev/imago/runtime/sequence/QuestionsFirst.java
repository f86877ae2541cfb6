package dev.imago.runtime.sequence;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * A template that leaves out what the assistant says before the first question, as the code of
 * LLaVA and MetaMorph does it. Templates that models bring often refuse such turns.
 *
 * @param template writes the rest
 */
public record QuestionsFirst(ChatTemplate template) implements ChatTemplate {
    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        return template.render(asked(conversation), openAnswer);
    }

    @Override
    public List<String> stopTokens() {
        return template.stopTokens();
    }

    /** System turns stay wherever they stand. */
    private static Conversation asked(Conversation conversation) {
        List<Turn> kept = new ArrayList<>();
        boolean asked = false;
        for (Turn turn : conversation.turns()) {
            asked |= turn.role() == Role.USER;
            if (asked || turn.role() != Role.ASSISTANT) {
                kept.add(turn);
            }
        }
        return new Conversation(conversation.id(), kept);
    }
}
