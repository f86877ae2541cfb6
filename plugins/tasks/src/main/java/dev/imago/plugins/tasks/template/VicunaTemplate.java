package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.List;

/** {@code USER: ... ASSISTANT: ...</s>USER: ...}. */
public final class VicunaTemplate implements ChatTemplate {
    private final Speakers speakers;

    /** Built by a recipe. */
    @Inject
    public VicunaTemplate(VicunaTemplateConfig config) {
        speakers =
                new Speakers(
                        config.prefix(),
                        config.system(),
                        config.user(),
                        config.assistant(),
                        config.separator(),
                        config.end());
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        return speakers.written(conversation, openAnswer).segments();
    }

    @Override
    public List<String> stopTokens() {
        return speakers.stopTokens();
    }
}
