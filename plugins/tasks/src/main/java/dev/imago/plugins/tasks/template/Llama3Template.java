package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** {@code <|start_header_id|>user<|end_header_id|>\n\n ... <|eot_id|>}. */
public final class Llama3Template implements ChatTemplate {
    private static final String BOS = "<|begin_of_text|>";
    private static final String STOP = "<|eot_id|>";

    private final Llama3TemplateConfig config;

    /** Built by a recipe. */
    @Inject
    public Llama3Template(Llama3TemplateConfig config) {
        this.config = config;
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter().text(opening(), false);
        for (Turn turn : SystemPrompt.before(conversation, config.system())) {
            writer.text(header(turn.role()), false)
                    .parts(turn.parts(), turn.learned())
                    .text(STOP, turn.learned());
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

    private String opening() {
        return switch (config.bos()) {
            case "none" -> "";
            case "twice" -> BOS + BOS;
            default -> BOS;
        };
    }

    private String header(Role role) {
        return "<|start_header_id|>"
                + role.name().toLowerCase(Locale.ROOT)
                + "<|end_header_id|>"
                + "\n".repeat(config.newlines());
    }
}
