package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Image question answering: the images, then questions and answers in turn. */
public final class ImageQaFormatter implements TaskFormatter<VisualQuestion> {
    private final QuestionTurns questions;

    /** Built by a recipe. */
    @Inject
    public ImageQaFormatter(ImageQaConfig config) {
        this.questions = new QuestionTurns(config.questions());
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        List<Turn> turns = new ArrayList<>();
        List<Part> media = sample.media();
        for (Exchange exchange : sample.exchanges()) {
            turns.add(questions.asked(media, questions.question(exchange)));
            turns.add(questions.answered(exchange));
            media = List.of();
        }
        return new Conversation(sample.id(), turns);
    }

    @Override
    public Conversation request(TaskRequest request) {
        String words = questions.openly(request.prompt());
        return Conversation.of(questions.asked(request.media(), words));
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return questions.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        return questions.items(sample, words -> questions.asked(sample.media(), words));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return questions.score(item, answer);
    }
}
