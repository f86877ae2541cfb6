package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;

/**
 * {@code <s>[INST] ... [/INST] ...</s>[INST] ...}. Without marks of its own, the system prompt
 * stands before the first question.
 */
public final class MistralTemplate implements ChatTemplate {
    private final MistralTemplateConfig config;

    /** Built by a recipe. */
    @Inject
    public MistralTemplate(MistralTemplateConfig config) {
        this.config = config;
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter().text(config.begin(), false);
        List<Part> system = List.of();
        for (Turn turn : SystemPrompt.before(conversation, config.system())) {
            switch (turn.role()) {
                case SYSTEM -> system = system(writer, turn);
                case USER -> {
                    ask(writer, system, turn);
                    system = List.of();
                }
                case ASSISTANT ->
                        writer.text(config.space(), turn.learned())
                                .parts(turn.parts(), turn.learned())
                                .text(config.end(), turn.learned());
            }
        }
        return writer.segments();
    }

    @Override
    public List<String> stopTokens() {
        return List.of(config.end());
    }

    /** What the next question has to bring along. */
    private List<Part> system(SegmentWriter writer, Turn turn) {
        if (!config.systemMarks()) {
            return turn.parts();
        }
        writer.text("[SYSTEM_PROMPT]" + config.space(), false)
                .parts(turn.parts(), false)
                .text("[/SYSTEM_PROMPT]", false);
        return List.of();
    }

    private void ask(SegmentWriter writer, List<Part> system, Turn turn) {
        writer.text("[INST]" + config.space(), false);
        if (!system.isEmpty()) {
            writer.parts(system, false).text("\n\n", false);
        }
        writer.parts(turn.parts(), false).text(config.spaceAfter() + "[/INST]", false);
    }
}
