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

/** Questions about several images, which stand anywhere in any turn or, numbered, in front. */
public final class MultiImageQaFormatter implements TaskFormatter<VisualQuestion> {
    private final MultiImageQaConfig config;
    private final QuestionTurns questions;

    /** Built by a recipe. */
    @Inject
    public MultiImageQaFormatter(MultiImageQaConfig config) {
        this.config = config;
        this.questions = new QuestionTurns(config.questions(), config.ways());
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        return questions.conversation(sample, this::numbered, phrasing);
    }

    @Override
    public Conversation request(TaskRequest request) {
        return questions.request(request, this::numbered);
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return questions.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        return questions.items(sample, this::numbered);
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return questions.score(item, answer);
    }

    private Turn numbered(List<Part> media, String words) {
        List<Part> shown = new ArrayList<>();
        for (Part part : media) {
            String lead = shown.isEmpty() ? "" : config.questions().separator();
            String label = config.label(shown.size() / 2 + 1);
            shown.add(new Part.Text(config.label().isEmpty() ? "" : lead + label));
            shown.add(part);
        }
        shown.removeIf(part -> part instanceof Part.Text text && text.text().isEmpty());
        return questions.asked(shown, words);
    }
}
