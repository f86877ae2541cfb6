package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import java.util.List;

/**
 * Turns as speeches: {@code USER: ... ASSISTANT: ...}.
 *
 * @param prefix in front of everything
 * @param system for conversations without a system turn
 * @param user name of the user
 * @param assistant name of the assistant
 * @param separator after the system's and the user's turns
 * @param end after the assistant's turns
 */
record Speakers(
        String prefix, String system, String user, String assistant, String separator, String end) {
    SegmentWriter written(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter().text(prefix, false);
        for (Turn turn : SystemPrompt.before(conversation, system)) {
            switch (turn.role()) {
                case SYSTEM -> writer.parts(turn.parts(), false).text(separator, false);
                case USER ->
                        writer.text(user + ": ", false)
                                .parts(turn.parts(), false)
                                .text(separator, false);
                case ASSISTANT ->
                        writer.text(assistant + ":", false)
                                .text(" ", turn.learned())
                                .parts(turn.parts(), turn.learned())
                                .text(end, turn.learned());
            }
        }
        return openAnswer ? writer.text(assistant + ":", false) : writer;
    }

    List<String> stopTokens() {
        return List.of(end);
    }
}
