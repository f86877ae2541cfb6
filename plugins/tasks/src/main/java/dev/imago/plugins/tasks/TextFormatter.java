package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Plain instruction data, so that a model that learns to see and draw does not forget language:
 * {@link DialogueFormatter} for conversations without an image, and others are refused.
 */
public final class TextFormatter implements TaskFormatter<Dialogue> {
    private final DialogueFormatter dialogue;

    /** Built by a recipe. */
    @Inject
    public TextFormatter(TextConfig config) {
        dialogue = new DialogueFormatter(new DialogueConfig(null), "text");
    }

    @Override
    public Class<Dialogue> sampleType() {
        return Dialogue.class;
    }

    @Override
    public Conversation conversation(Dialogue sample, RandomGenerator phrasing) {
        return dialogue.conversation(plain(sample), phrasing);
    }

    @Override
    public Conversation request(TaskRequest request) {
        return dialogue.request(request);
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return dialogue.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(Dialogue sample) {
        return dialogue.items(plain(sample));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return dialogue.score(item, answer);
    }

    private static Dialogue plain(Dialogue sample) {
        int images = sample.conversation().images().size();
        if (images > 0) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    "sample " + sample.id(),
                    "has " + images + " images, expected text alone; the task dialogue takes both");
        }
        return sample;
    }
}
