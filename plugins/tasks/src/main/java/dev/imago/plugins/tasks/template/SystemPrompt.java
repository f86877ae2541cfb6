package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;

/** The system prompt of a recipe, where a conversation brings none. */
final class SystemPrompt {
    private SystemPrompt() {}

    static List<Turn> before(Conversation conversation, String prompt) {
        List<Turn> turns = conversation.turns();
        if (prompt.isEmpty() || (!turns.isEmpty() && turns.get(0).role() == Role.SYSTEM)) {
            return turns;
        }
        List<Turn> all = new ArrayList<>();
        all.add(new Turn(Role.SYSTEM, List.of(new Part.Text(prompt)), false));
        all.addAll(turns);
        return all;
    }
}
