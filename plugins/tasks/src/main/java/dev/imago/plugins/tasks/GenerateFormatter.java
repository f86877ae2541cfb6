package dev.imago.plugins.tasks;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import jakarta.inject.Inject;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Image generation: the user asks for a caption, the assistant draws it, in several images where a
 * sample has several. The score says whether there are as many as wanted; how good they are is for
 * a metric to judge.
 */
public final class GenerateFormatter implements TaskFormatter<CaptionedImage> {
    private final Phrasings phrasings;
    private final String reply;

    /** Built by a recipe. */
    @Inject
    public GenerateFormatter(GenerateConfig config) {
        this.phrasings = config.ways();
        this.reply = config.reply();
    }

    @Override
    public Class<CaptionedImage> sampleType() {
        return CaptionedImage.class;
    }

    @Override
    public Conversation conversation(CaptionedImage sample, RandomGenerator phrasing) {
        Turn asked = Turn.user(phrasings.any(phrasing, sample.caption()));
        return new Conversation(sample.id(), List.of(asked, drawing(sample)));
    }

    @Override
    public Conversation request(TaskRequest request) {
        String words = phrasings.plainUnlessPhrased(request.prompt());
        return Conversation.of(Media.before(request.media(), "\n", words));
    }

    @Override
    public List<TaskItem> items(CaptionedImage sample) {
        Turn asked = Turn.user(phrasings.plain(sample.caption()));
        Conversation request = new Conversation(sample.id(), List.of(asked));
        return List.of(new TaskItem(sample.id(), "generate", request, drawing(sample)));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        double wanted = Media.drawn(item.expected());
        double drawn = Media.drawn(answer);
        return Math.min(wanted, drawn) / Math.max(wanted, drawn);
    }

    private Turn drawing(CaptionedImage sample) {
        return Media.drawing(reply, sample.images());
    }
}
