package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;

/**
 * {@code <user> what is it <assistant> a bag <eos>}: words are set apart by one space, and nothing
 * else is written.
 */
public final class CompactTemplate implements ChatTemplate {
    private final CompactTemplateConfig config;

    /** Built by a recipe. */
    @Inject
    public CompactTemplate(CompactTemplateConfig config) {
        this.config = config;
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter();
        for (Turn turn : conversation.turns()) {
            writer.words(token(turn.role()), false);
            for (Part part : turn.parts()) {
                write(writer, part, turn.learned());
            }
            if (turn.role() == Role.ASSISTANT) {
                writer.words(config.end(), turn.learned());
            }
        }
        if (openAnswer) {
            writer.words(config.assistant(), false);
        }
        return writer.segments();
    }

    @Override
    public List<String> stopTokens() {
        return List.of(config.end());
    }

    private static void write(SegmentWriter writer, Part part, boolean learned) {
        if (part instanceof Part.Text text) {
            writer.words(text.text().strip(), learned);
        } else {
            writer.parts(List.of(part), learned);
        }
    }

    private String token(Role role) {
        return switch (role) {
            case SYSTEM -> config.system();
            case USER -> config.user();
            case ASSISTANT -> config.assistant();
        };
    }
}
