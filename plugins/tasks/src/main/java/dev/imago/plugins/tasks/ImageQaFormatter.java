package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Image question answering: the images, first or where the questions say {@code <image>}, and
 * questions and answers in turn.
 */
public final class ImageQaFormatter implements TaskFormatter<VisualQuestion> {
    private final QuestionTurns questions;

    /** Built by a recipe. */
    @Inject
    public ImageQaFormatter(ImageQaConfig config) {
        this.questions = new QuestionTurns(config.questions(), config.ways());
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        return questions.conversation(sample, questions::asked, phrasing);
    }

    @Override
    public Conversation request(TaskRequest request) {
        return questions.request(request, questions::asked);
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return questions.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        return questions.items(sample, questions::asked);
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return questions.score(item, answer);
    }
}
