package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
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
 * Editing learned from videos: the first frame is the image, what happens is the instruction, the
 * last frame is the changed image. All else is {@link EditFormatter}'s.
 */
public final class FramePairFormatter implements TaskFormatter<FrameSequence> {
    private final EditFormatter edit;

    /** Built by a recipe. */
    @Inject
    public FramePairFormatter(EditConfig config) {
        this.edit = new EditFormatter(config);
    }

    @Override
    public Class<FrameSequence> sampleType() {
        return FrameSequence.class;
    }

    @Override
    public Conversation conversation(FrameSequence sample, RandomGenerator phrasing) {
        return edit.conversation(pair(sample), phrasing);
    }

    @Override
    public Conversation request(TaskRequest request) {
        return edit.request(request);
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return edit.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(FrameSequence sample) {
        return edit.items(pair(sample));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return edit.score(item, answer);
    }

    private static EditPair pair(FrameSequence sample) {
        List<ImageSource> frames = sample.video().frames();
        if (frames.size() < 2 || sample.description().isBlank()) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    "sample " + sample.id(),
                    "has "
                            + frames.size()
                            + " frames and the description '"
                            + sample.description()
                            + "', expected at least 2 frames and what happens between them");
        }
        ImageSource last = frames.get(frames.size() - 1);
        return new EditPair(sample.id(), frames.get(0), sample.description(), last);
    }
}
