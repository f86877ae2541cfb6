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

/** Video question answering: frames at a rate, at most so many, then questions and answers. */
public final class VideoQaFormatter implements TaskFormatter<VisualQuestion> {
    private final VideoQaConfig config;
    private final Phrasings phrasings;
    private final QuestionTurns questions;

    /** Built by a recipe. */
    @Inject
    public VideoQaFormatter(VideoQaConfig config) {
        this.config = config;
        this.phrasings = config.ways();
        this.questions = new QuestionTurns(config.questions());
    }

    @Override
    public Class<VisualQuestion> sampleType() {
        return VisualQuestion.class;
    }

    @Override
    public Conversation conversation(VisualQuestion sample, RandomGenerator phrasing) {
        List<Turn> turns = new ArrayList<>();
        for (Exchange exchange : sample.exchanges()) {
            String words = questions.question(exchange);
            turns.add(
                    turns.isEmpty()
                            ? asked(sample.media(), phrasings.any(phrasing, words))
                            : Turn.user(words));
            turns.add(questions.answered(exchange));
        }
        return new Conversation(sample.id(), turns);
    }

    @Override
    public Conversation request(TaskRequest request) {
        String words = phrasings.plain(questions.openly(request.prompt()));
        return Conversation.of(asked(request.media(), words));
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        return questions.parse(request, answer);
    }

    @Override
    public List<TaskItem> items(VisualQuestion sample) {
        return questions.items(sample, words -> asked(sample.media(), phrasings.plain(words)));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return questions.score(item, answer);
    }

    private Turn asked(List<Part> media, String words) {
        List<Part> shown = new ArrayList<>();
        for (Part part : media) {
            shown.add(
                    part instanceof Part.Video video
                            ? FrameChoice.of(video, config.fps(), config.maxFrames())
                            : part);
        }
        return questions.asked(shown, words);
    }
}
