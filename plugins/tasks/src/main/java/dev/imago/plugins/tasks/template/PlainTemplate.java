package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;

/** {@code ...\n...\n}: turns without roles. Without the user's words, nothing parts them. */
public final class PlainTemplate implements ChatTemplate {
    private final PlainTemplateConfig config;

    /** Built by a recipe. */
    @Inject
    public PlainTemplate(PlainTemplateConfig config) {
        this.config = config;
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter().text(config.prefix(), false);
        boolean begun = false;
        for (Turn turn : conversation.turns()) {
            boolean answer = turn.role() == Role.ASSISTANT;
            boolean learned = begun && rest(turn) || !config.rest() && turn.learned();
            boolean begins = !begun && turn.role() != Role.SYSTEM;
            writer.parts(answer || config.words() ? turn.parts() : shown(turn), learned)
                    .text(ending(answer), learned || config.rest() && begins);
            begun |= begins;
        }
        return writer.segments();
    }

    /** Whether a later turn is learned with the rest. */
    private boolean rest(Turn turn) {
        return config.rest() && (turn.learned() || turn.role() == Role.USER);
    }

    private String ending(boolean answer) {
        if (answer) {
            return config.end() + config.separator();
        }
        return config.words() ? config.separator() : "";
    }

    @Override
    public List<String> stopTokens() {
        return config.end().isEmpty() ? List.of() : List.of(config.end());
    }

    private static List<Part> shown(Turn turn) {
        return turn.parts().stream().filter(part -> !(part instanceof Part.Text)).toList();
    }
}
