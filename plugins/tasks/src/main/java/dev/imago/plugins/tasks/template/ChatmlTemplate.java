package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** {@code <|im_start|>user\n ... <|im_end|>\n}. */
public final class ChatmlTemplate implements ChatTemplate {
    private static final String STOP = "<|im_end|>";

    private final ChatmlTemplateConfig config;

    /** Built by a recipe. */
    @Inject
    public ChatmlTemplate(ChatmlTemplateConfig config) {
        this.config = config;
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter().text(config.prefix(), false);
        for (Turn turn : SystemPrompt.before(conversation, config.system())) {
            writer.text(header(turn.role()), false)
                    .parts(turn.parts(), turn.learned())
                    .text(STOP, turn.learned())
                    .text(config.newlineAfterEnd() ? "\n" : "", false);
        }
        if (openAnswer) {
            writer.text(header(Role.ASSISTANT), false);
        }
        return writer.segments();
    }

    @Override
    public List<String> stopTokens() {
        return List.of(STOP);
    }

    private static String header(Role role) {
        return "<|im_start|>" + role.name().toLowerCase(Locale.ROOT) + "\n";
    }
}
