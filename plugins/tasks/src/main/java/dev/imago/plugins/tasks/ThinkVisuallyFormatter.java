package dev.imago.plugins.tasks;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Visual thinking: the assistant draws a closer look, then answers. What is scored is the answer in
 * words; the look is for a metric to judge.
 */
public final class ThinkVisuallyFormatter implements TaskFormatter<CloserLook> {
    private final ThinkVisuallyConfig config;
    private final Phrasings phrasings;
    private final AnswerMatch match;

    /** Built by a recipe. */
    @Inject
    public ThinkVisuallyFormatter(ThinkVisuallyConfig config) {
        this.config = config;
        this.phrasings = config.ways();
        this.match = AnswerMatch.of(config.score());
    }

    @Override
    public Class<CloserLook> sampleType() {
        return CloserLook.class;
    }

    @Override
    public Conversation conversation(CloserLook sample, RandomGenerator phrasing) {
        Turn asked = asked(sample, phrasings.any(phrasing, sample.question()));
        List<String> thoughts = config.thoughts();
        String thought = thoughts.isEmpty() ? "" : thoughts.get(phrasing.nextInt(thoughts.size()));
        return new Conversation(sample.id(), List.of(asked, answered(sample, thought)));
    }

    @Override
    public Conversation request(TaskRequest request) {
        Media.requireSome(request, "think_visually", "an image to look at");
        String words = phrasings.plainUnlessPhrased(request.prompt());
        return Conversation.of(Media.before(request.media(), config.separator(), words));
    }

    /** The {@code thought} before the first picture, the {@code look}, the {@code answer}. */
    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        Map<String, Part> parts = new LinkedHashMap<>();
        String words = answer(answer);
        if (Media.draws(answer)) {
            String thought = words(answer.parts().subList(0, firstLook(answer)));
            put(parts, "thought", thought);
            parts.put("look", answer.parts().get(firstLook(answer)));
        }
        put(parts, "answer", words);
        return parts;
    }

    @Override
    public List<TaskItem> items(CloserLook sample) {
        Turn asked = asked(sample, phrasings.plain(sample.question()));
        List<String> thoughts = config.thoughts();
        Turn expected = answered(sample, thoughts.isEmpty() ? "" : thoughts.get(0));
        Conversation request = new Conversation(sample.id(), List.of(asked));
        return List.of(new TaskItem(sample.id(), "think_visually", request, expected));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        List<String> right = new ArrayList<>(item.others());
        right.add(answer(item.expected()));
        return match.score(right, answer(answer));
    }

    private Turn asked(CloserLook sample, String words) {
        List<Part> shown = List.of(new Part.Image(sample.image()));
        return Media.before(shown, config.separator(), words);
    }

    private static Turn answered(CloserLook sample, String thought) {
        ImageSource look = sample.look();
        List<Part> parts = new ArrayList<>(Media.drawing(thought, look).parts());
        parts.add(new Part.Text(sample.answer()));
        return new Turn(Role.ASSISTANT, parts, true);
    }

    private static int firstLook(Turn turn) {
        int at = 0;
        while (turn.parts().get(at) instanceof Part.Text) {
            at++;
        }
        return at;
    }

    /** The words after the last picture; all words where nothing was drawn. */
    private static String answer(Turn turn) {
        int after = turn.parts().size();
        while (after > 0 && turn.parts().get(after - 1) instanceof Part.Text) {
            after--;
        }
        return words(turn.parts().subList(after, turn.parts().size()));
    }

    private static String words(List<Part> parts) {
        return new Turn(Role.ASSISTANT, parts, true).text().strip();
    }

    private static void put(Map<String, Part> parts, String name, String words) {
        if (!words.isEmpty()) {
            parts.put(name, new Part.Text(words));
        }
    }
}
