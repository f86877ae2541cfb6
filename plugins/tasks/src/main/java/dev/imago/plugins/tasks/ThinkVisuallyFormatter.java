package dev.imago.plugins.tasks;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Crop;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Visual thinking: the assistant takes a closer look, then answers. Either it draws the look; or it
 * says where to look, is shown that part of the image, and answers in a second step. What is scored
 * is the answer in words; the look is for a metric to judge.
 */
public final class ThinkVisuallyFormatter implements TaskFormatter<CloserLook> {
    private final ThinkVisuallyConfig config;
    private final Phrasings phrasings;
    private final SpokenBoxes boxes;
    private final AnswerMatch match;

    /** Built by a recipe. */
    @Inject
    public ThinkVisuallyFormatter(ThinkVisuallyConfig config) {
        this.config = config;
        this.phrasings = config.ways();
        this.boxes = config.boxes();
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
        if (!cropped()) {
            return new Conversation(sample.id(), List.of(asked, answered(sample, thought)));
        }
        Crop look = crop(sample);
        String where = thought.isEmpty() ? "" : thought + " ";
        return new Conversation(
                sample.id(),
                List.of(
                        asked,
                        Turn.assistant(where + boxes.say(look.box())),
                        Turn.user(new Part.Image(look)),
                        Turn.assistant(sample.answer())));
    }

    private boolean cropped() {
        return config.look() == ThinkVisuallyConfig.Look.CROPPED;
    }

    private static Crop crop(CloserLook sample) {
        if (sample.look() instanceof Crop crop) {
            return crop;
        }
        throw new ImagoException(
                ErrorCode.BAD_SAMPLE,
                "sample " + sample.id(),
                "has a look that is no part cut out of its image, expected one for look: cropped");
    }

    @Override
    public Conversation request(TaskRequest request) {
        Media.requireSome(request, "think_visually", "an image to look at");
        String words = phrasings.plainUnlessPhrased(request.prompt());
        return Conversation.of(Media.before(request.media(), config.separator(), words));
    }

    /** What the assistant asked to see; nothing where it answered at once, or has seen it. */
    @Override
    public Optional<Conversation> next(Conversation request, Turn answer) {
        List<ImageSource> shown = request.images();
        if (!cropped() || shown.isEmpty() || looked(request)) {
            return Optional.empty();
        }
        return boxes.read(answer.text())
                .map(
                        box -> {
                            Crop look = Crop.of(shown.get(shown.size() - 1), box);
                            List<Turn> turns = new ArrayList<>(request.turns());
                            turns.add(answer);
                            turns.add(Turn.user(new Part.Image(look)));
                            return new Conversation(request.id(), turns);
                        });
    }

    /** Whether the last thing shown is a closer look, by itself. */
    private static boolean looked(Conversation request) {
        List<Part> last = lastTurn(request).parts();
        return last.size() == 1
                && last.get(0) instanceof Part.Image image
                && image.source() instanceof Crop
                && request.turns().size() > 2;
    }

    private static Turn lastTurn(Conversation request) {
        return request.turns().get(request.turns().size() - 1);
    }

    /** The {@code thought} before the look, the {@code look}, the {@code answer}. */
    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (cropped() && looked(request)) {
            List<Turn> turns = request.turns();
            put(parts, "thought", turns.get(turns.size() - 2).text().strip());
            parts.put("look", lastTurn(request).parts().get(0));
        }
        String words = answer(answer);
        if (!cropped() && Media.draws(answer)) {
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
        Turn expected =
                cropped()
                        ? Turn.assistant(sample.answer())
                        : answered(sample, thoughts.isEmpty() ? "" : thoughts.get(0));
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
        List<ImageSource> look = List.of(sample.look());
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
