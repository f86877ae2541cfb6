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
import java.util.Iterator;
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
        this.questions = new QuestionTurns(config.questions());
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        return new Conversation(sample.id(), turns(sample));
    }

    @Override
    public Conversation request(TaskRequest request) {
        String words = questions.openly(request.prompt());
        int marks = ImageMarks.count(List.of(words));
        if (marks == 0) {
            return Conversation.of(numbered(request.media(), words));
        }
        ImageMarks.requireEqual(marks, request.media().size(), "the request");
        return Conversation.of(ImageMarks.filled(words, request.media().iterator()));
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return questions.parse(request, answer);
    }

    /** Marked questions may be about images of earlier turns, so these stay before them. */
    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        if (!marked(sample)) {
            return questions.items(sample, words -> numbered(sample.media(), words));
        }
        List<Turn> turns = turns(sample);
        List<TaskItem> items = new ArrayList<>();
        for (int i = 0; i < sample.exchanges().size(); i++) {
            items.add(questions.item(sample, i, turns.subList(0, 2 * i + 1)));
        }
        return items;
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return questions.score(item, answer);
    }

    private List<Turn> turns(VisualQuestion sample) {
        boolean marked = marked(sample);
        Iterator<Part> images = sample.media().iterator();
        List<Turn> turns = new ArrayList<>();
        for (Exchange exchange : sample.exchanges()) {
            String words = questions.question(exchange);
            if (marked) {
                turns.add(ImageMarks.filled(words, images));
            } else {
                turns.add(turns.isEmpty() ? numbered(sample.media(), words) : Turn.user(words));
            }
            turns.add(questions.answered(exchange));
        }
        return turns;
    }

    private boolean marked(VisualQuestion sample) {
        List<String> words = sample.exchanges().stream().map(questions::question).toList();
        int marks = ImageMarks.count(words);
        if (marks > 0) {
            ImageMarks.requireEqual(marks, sample.media().size(), "sample " + sample.id());
        }
        return marks > 0;
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
