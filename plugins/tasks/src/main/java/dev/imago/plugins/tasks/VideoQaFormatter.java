package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Video question answering: frames at a rate, at most so many, then questions and answers. */
public final class VideoQaFormatter implements TaskFormatter<VisualQuestion> {
    private final VideoQaConfig config;
    private final QuestionTurns questions;

    /** Built by a recipe. */
    @Inject
    public VideoQaFormatter(VideoQaConfig config) {
        this.config = config;
        this.questions = new QuestionTurns(config.questions(), config.ways());
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        return questions.conversation(shown(sample), questions::asked, phrasing);
    }

    @Override
    public Conversation request(TaskRequest request) {
        return questions.request(shown(request), questions::asked);
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return questions.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        return questions.items(shown(sample), questions::asked);
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return questions.score(item, answer);
    }

    private VisualQuestion shown(VisualQuestion sample) {
        return new VisualQuestion(sample.id(), shown(sample.media()), sample.exchanges());
    }

    private TaskRequest shown(TaskRequest request) {
        return new TaskRequest(request.prompt(), shown(request.media()));
    }

    private List<Part> shown(List<Part> media) {
        List<Part> shown = new ArrayList<>();
        for (Part part : media) {
            shown.add(
                    part instanceof Part.Video video
                            ? FrameChoice.of(video, config.fps(), config.maxFrames())
                            : part);
        }
        return shown;
    }
}
