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
        for (Turn turn : conversation.turns()) {
            if (turn.role() == Role.ASSISTANT) {
                writer.parts(turn.parts(), turn.learned())
                        .text(config.end() + config.separator(), turn.learned());
            } else if (config.words()) {
                writer.parts(turn.parts(), false).text(config.separator(), false);
            } else {
                writer.parts(shown(turn), false);
            }
        }
        return writer.segments();
    }

    @Override
    public List<String> stopTokens() {
        return config.end().isEmpty() ? List.of() : List.of(config.end());
    }

    private static List<Part> shown(Turn turn) {
        return turn.parts().stream().filter(part -> !(part instanceof Part.Text)).toList();
    }
}
