package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.UnlabelledImage;
import jakarta.inject.Inject;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Images by themselves. Most who use them need no conversation; in one, the user asks for any image
 * and the assistant draws. The score says whether anything was drawn.
 */
public final class ImagesFormatter implements TaskFormatter<UnlabelledImage> {
    private final Phrasings phrasings;

    /** Built by a recipe. */
    @Inject
    public ImagesFormatter(ImagesConfig config) {
        this.phrasings = new Phrasings(config.phrasings(), "");
    }

    @Override
    public Class<UnlabelledImage> sampleType() {
        return UnlabelledImage.class;
    }

    @Override
    public Conversation conversation(UnlabelledImage sample, RandomGenerator phrasing) {
        Turn asked = Turn.user(phrasings.any(phrasing, ""));
        return new Conversation(sample.id(), List.of(asked, drawing(sample)));
    }

    /** The user's words where there are any. */
    @Override
    public Conversation request(TaskRequest request) {
        String words = request.prompt().isBlank() ? phrasings.plain("") : request.prompt();
        return Conversation.of(Media.before(request.media(), "\n", words));
    }

    @Override
    public List<TaskItem> items(UnlabelledImage sample) {
        Turn asked = Turn.user(phrasings.plain(""));
        Conversation request = new Conversation(sample.id(), List.of(asked));
        return List.of(new TaskItem(sample.id(), "images", request, drawing(sample)));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return Media.draws(answer) ? 1 : 0;
    }

    private static Turn drawing(UnlabelledImage sample) {
        return Media.drawing("", List.of(sample.image()));
    }
}
