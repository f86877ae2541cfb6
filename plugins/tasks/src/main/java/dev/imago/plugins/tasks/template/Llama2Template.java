package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;

/** {@code <s>[INST] <<SYS>>\n...\n<</SYS>>\n\n... [/INST] ... </s>}. */
public final class Llama2Template implements ChatTemplate {
    private final Llama2TemplateConfig config;

    /** Built by a recipe. */
    @Inject
    public Llama2Template(Llama2TemplateConfig config) {
        this.config = config;
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        SegmentWriter writer = new SegmentWriter();
        List<Part> system = List.of();
        boolean first = true;
        for (Turn turn : SystemPrompt.before(conversation, config.system())) {
            switch (turn.role()) {
                case SYSTEM -> system = turn.parts();
                case USER -> {
                    writer.text(!first || config.beginFirst() ? config.begin() : "", false);
                    ask(writer, system, turn);
                    system = List.of();
                    first = false;
                }
                case ASSISTANT ->
                        writer.text(" ", turn.learned())
                                .parts(turn.parts(), turn.learned())
                                .text(" " + config.end(), turn.learned());
            }
        }
        return writer.segments();
    }

    @Override
    public List<String> stopTokens() {
        return List.of(config.end());
    }

    private static void ask(SegmentWriter writer, List<Part> system, Turn turn) {
        writer.text("[INST] ", false);
        if (!system.isEmpty()) {
            writer.text("<<SYS>>\n", false).parts(system, false).text("\n<</SYS>>\n\n", false);
        }
        writer.parts(turn.parts(), false).text(" [/INST]", false);
    }
}
